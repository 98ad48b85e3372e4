package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;

/**
 * Scores that {@code whence attribute --out} wrote, or another program in the same form.
 *
 * @param scores {@code [tests, train]}
 * @param manifest how they were made, empty if the file does not say
 */
public record ScoreFile(Path file, Tensor scores, ObjectNode manifest) {

    private static final String MANIFEST = "manifest.json";

    /**
     * @throws BadInputException if there are no scores in the file
     */
    public static ScoreFile open(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            if (!npz.contains("scores")) {
                throw new BadInputException("The file " + file
                        + " holds no array 'scores' [tests,train]; give files that 'whence attribute --out' wrote.");
            }
            Tensor scores = npz.read("scores");
            if (scores.shape().rank() != 2) {
                throw new BadInputException("The scores in " + file + " have the shape " + scores.shape()
                        + "; they must be [tests,train].");
            }
            return new ScoreFile(file, scores, npz.hasMember(MANIFEST) ? read(file, npz) : JsonText.object());
        }
    }

    private static ObjectNode read(Path file, NpzFile npz) {
        return JsonText.parseForeign(npz.text(MANIFEST))
                .orElseThrow(() -> new BadInputException(
                        "The " + MANIFEST + " in " + file + " is damaged; write the file again."));
    }

    public int tests() {
        return scores.shape().dim(0);
    }

    public int train() {
        return scores.shape().dim(1);
    }

    public float[] row(int test) {
        return scores.rows(test, test + 1).toFloat32().floats();
    }

    /**
     * Refuses what cannot be compared.
     *
     * @throws BadInputException if the other file is about other images
     */
    public void requireSameImages(ScoreFile other) {
        requireSame(other, "train", train(), other.train(), "training images");
        requireSame(other, "test", tests(), other.tests(), "test images");
        if (manifest.path("group").asBoolean() != other.manifest.path("group").asBoolean()) {
            throw new BadInputException("The scores in " + file + " and " + other.file
                    + " cannot be compared, because only one of them is a sum over several test images.");
        }
    }

    private void requireSame(ScoreFile other, String split, int mine, int theirs, String images) {
        JsonNode id = manifest.at("/" + split + "/sha256_of_ids");
        JsonNode otherId = other.manifest.at("/" + split + "/sha256_of_ids");
        boolean known = !id.isMissingNode() && !otherId.isMissingNode();
        if (mine != theirs || (known && !id.equals(otherId))) {
            throw new BadInputException("The scores in " + file + " and " + other.file + " are about different "
                    + images + " (" + mine + " and " + theirs + "); compare scores of the same ones.");
        }
    }

    /** Whether both say which class they explain, and differ in it. */
    public boolean explainsOtherClassThan(ScoreFile other) {
        JsonNode mine = manifest.path("target");
        JsonNode theirs = other.manifest.path("target");
        return !mine.isMissingNode() && !theirs.isMissingNode() && !mine.equals(theirs);
    }
}

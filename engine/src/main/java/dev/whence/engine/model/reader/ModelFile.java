package dev.whence.engine.model.reader;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model file that was parsed and found acceptable. Its layers are laid out once the image size is known. */
public final class ModelFile {

    /** Odd and unlike usual channel counts beyond the first, so that a baked-in batch size shows. */
    private static final int PROBE = 3;

    private static final int SECOND_PROBE = 7;

    private final Path file;
    private final String sha256;
    private final ModelSource source;
    private final Set<String> notes = new LinkedHashSet<>();

    ModelFile(Path file, String sha256, ModelSource source) {
        this.file = file;
        this.sha256 = sha256;
        this.source = source;
        notes.addAll(source.notes());
    }

    public Path file() {
        return file;
    }

    /** SHA-256 of the file, 64 hex digits. */
    public String sha256() {
        return sha256;
    }

    /** For example {@code "TorchScript (traced)"}. */
    public String format() {
        return source.format();
    }

    /** Remarks in full sentences; more may come with {@link #network}. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** The model's state by name, in its own order, integer counters included. */
    public Map<String, Tensor> state() {
        return source.state();
    }

    /**
     * Lays out the layers for an image shape. The layout is made for two batch sizes and must not depend on them.
     *
     * @param input channels, height, width
     * @throws BadInputException if the model cannot be represented, does not fit the shape or mixes images; the sentence
     *     names the file, the place in the model's code and the layer
     */
    public Network network(Shape input) {
        try {
            return checked(input);
        } catch (BadInputException e) {
            throw new BadInputException(file.getFileName() + ": " + e.sentence(), e);
        }
    }

    private Network checked(Shape input) {
        if (input.rank() != 3 || input.size() < 1) {
            throw new BadInputException("an image has the shape channels x height x width, not " + input);
        }
        int probe = source.recordedBatch() > 0 ? source.recordedBatch() : PROBE;
        ModelSource.Reading reading = source.read(input, probe);
        if (source.recordedBatch() == 0) {
            requireSame(reading.network(), source.read(input, SECOND_PROBE).network());
        }
        synchronized (this) {
            notes.addAll(reading.notes());
        }
        return reading.network();
    }

    private static void requireSame(Network first, Network second) {
        if (!first.nodes().equals(second.nodes())) {
            throw new BadInputException(
                    "the model does different things for different batch sizes; save it with a free batch size");
        }
    }

    /** The image shape the file was made with, if it tells. */
    public Optional<Shape> exampleInput() {
        return source.exampleInput();
    }

    /** Shapes worth trying when the image size is unknown, likeliest first. */
    public List<Shape> guessInputShapes() {
        return InputShapes.candidates(source);
    }

    /**
     * Some image shape that the model accepts.
     *
     * @throws BadInputException if it accepts neither the one it was made with nor a usual one
     */
    public Shape anyInputShape() {
        Set<String> failures = new LinkedHashSet<>();
        String likeliest = "";
        for (Shape candidate : guessInputShapes()) {
            try {
                checked(candidate);
                return candidate;
            } catch (BadInputException e) {
                if (failures.isEmpty()) {
                    likeliest = "for " + candidate + ": " + e.sentence();
                }
                failures.add(e.sentence());
            }
        }
        // At the size it was made with, the size cannot be the reason.
        String reason = failures.size() == 1 || exampleInput().isPresent()
                ? failures.iterator().next()
                : "none of the usual image sizes fits this model (" + likeliest
                        + "); give images of the size it expects";
        throw new BadInputException(file.getFileName() + ": " + reason);
    }

    /** Whether the engine can run the file itself, so that the layers can be compared with it. */
    public boolean runnable() {
        return source.runnable();
    }

    /**
     * Writes an archive for the engine that holds only what was read and checked.
     *
     * @throws WorkFailedException if it cannot be written
     */
    public void writeCleanCopy(Path target) {
        try {
            source.writeCleanCopy(file, target);
        } catch (IOException e) {
            throw new WorkFailedException(
                    "a copy of the model could not be written to " + target + "; check free space and permissions", e);
        }
    }
}

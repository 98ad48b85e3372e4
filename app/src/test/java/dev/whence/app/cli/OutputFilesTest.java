package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import dev.whence.sampledata.SampleProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arrays of output files have the documented names, types and shapes; printed JSON is one object. */
class OutputFilesTest {

    private static final int TRAIN = 120;
    private static final int TESTS = 7;

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private String[] common;
    private Path out;

    @BeforeEach
    void useTheSample() {
        SampleProject sample = Fixtures.sample(folder);
        out = folder.resolve("out.npz");
        common = Fixtures.words(
                "--cache=none",
                "--model",
                sample.model(),
                "--preset=fashion-mnist",
                "--train",
                sample.trainingImages(),
                "--test",
                sample.testImages(),
                "--subset-train=0-" + (TRAIN - 1),
                "--subset-test=0-" + (TESTS - 1));
    }

    private void run(Object... words) {
        assertEquals(
                CommandRunner.DONE,
                console.run(Fixtures.words(words)),
                () -> console.errorLines().toString());
    }

    private static void check(NpzFile npz, String name, ElementType type, int... shape) {
        Tensor tensor = npz.read(name);
        assertEquals(type, tensor.type(), name);
        assertArrayEquals(shape, tensor.shape().toArray(), name);
    }

    private static void checkIds(Path file, String member, int count) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] bytes = zip.getInputStream(zip.getEntry(member + ".npy")).readAllBytes();
            String header = new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
            assertTrue(header.contains("'<U64'") && header.contains("(" + count + ",)"), header);
        }
    }

    @Test
    void predictWritesLogitsFeaturesLabelsAndIds() throws IOException {
        SampleProject sample = Fixtures.sample(folder);
        run(
                "predict",
                "--cache=none",
                "--model",
                sample.model(),
                "--preset=fashion-mnist",
                "--data",
                sample.testImages(),
                "--subset=0-49",
                "--out",
                out,
                "--json");
        try (NpzFile npz = NpzFile.open(out)) {
            check(npz, "logits", ElementType.FLOAT32, 50, 10);
            check(npz, "labels", ElementType.INT64, 50);
            assertEquals(50, npz.read("features").shape().dim(0));
            assertEquals(ElementType.FLOAT32, npz.read("features").type());
        }
        checkIds(out, "ids", 50);
        JsonNode json = new ObjectMapper().readTree(console.out());
        assertEquals(50, json.path("images").asInt());
        assertEquals(39, json.path("right").asInt());
    }

    @Test
    void attributeWritesScoresExtrasAndManifest() throws IOException {
        run("attribute", common, "--set", "C=1", "--self", "--out", out);
        try (NpzFile npz = NpzFile.open(out)) {
            check(npz, "scores", ElementType.FLOAT32, TESTS, TRAIN);
            check(npz, "target", ElementType.INT64, TESTS);
            check(npz, "coefficients", ElementType.FLOAT32, TRAIN, 10);
            check(npz, "self_influence", ElementType.FLOAT32, TRAIN);
            check(npz, "gap", ElementType.FLOAT64);
            check(npz, "primal", ElementType.FLOAT64);
            check(npz, "dual", ElementType.FLOAT64);
            assertEquals(ElementType.INT64, npz.read("active").type());
            assertEquals(10, npz.read("weights").shape().dim(0));
            JsonNode manifest = new ObjectMapper().readTree(npz.text("manifest.json"));
            assertEquals(64, manifest.path("model").path("sha256").asText().length());
            assertEquals(
                    "1.0", manifest.path("method").path("settings").path("c").asText());
            assertTrue(manifest.path("seconds").has("attribute"));
        }
        checkIds(out, "train_ids", TRAIN);
        checkIds(out, "test_ids", TESTS);
    }

    @Test
    void rankingIsPrintedBySign() {
        run("attribute", common, "--top", "3");
        assertTrue(console.out().contains("proponents: "), console.out());
        assertTrue(console.out().contains(" of " + TRAIN + " with a negative score"), console.out());
    }

    @Test
    void rankingAsJsonIsOneObject() throws IOException {
        run("attribute", common, "--top", "3", "--target", "3-5", "--json");
        JsonNode json = new ObjectMapper().readTree(console.out());
        assertEquals(TESTS, json.path("rankings").size());
        JsonNode first = json.path("rankings").get(0);
        assertEquals(5, first.path("target_against").asInt());
        for (JsonNode entry : first.path("opponents")) {
            assertTrue(entry.path("score").asDouble() < 0);
        }
    }

    @Test
    void figureIsWritten() throws IOException {
        Path panel = folder.resolve("panel.svg");
        run("figure", "da", common, "--preset", "single", "--k", "3", "--index", "2", "--out", panel);
        assertTrue(Files.readString(panel).contains("Proponents"));
        assertEquals(panel.toString(), console.out().strip());
    }
}

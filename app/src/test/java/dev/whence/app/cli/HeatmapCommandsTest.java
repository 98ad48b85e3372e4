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
import dev.whence.visualization.figure.export.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heatmaps of decisions and pairs: documented arrays, sums that hold, spellings, pictures, figures and refusals. */
class HeatmapCommandsTest {

    private static final int TESTS = 3;
    private static final int TRAIN = 60;
    private static final int MAP = Fixtures.SIDE * Fixtures.SIDE;

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private String[] images;
    private String[] both;
    private Path out;

    @BeforeEach
    void useTheSample() {
        SampleProject sample = Fixtures.sample(folder);
        out = folder.resolve("out.npz");
        String[] common = Fixtures.words("--cache=none", "--model", sample.model(), "--preset=fashion-mnist");
        images = Fixtures.words(common, "--data", sample.testImages(), "--subset=0-" + (TESTS - 1));
        both = Fixtures.words(
                common,
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

    private void refused(String part, Object... words) {
        assertEquals(CommandRunner.REFUSED, console.run(Fixtures.words(words)));
        List<String> lines = console.errorLines();
        assertTrue(lines.get(lines.size() - 1).contains(part), lines.toString());
    }

    private static Tensor check(NpzFile npz, String name, ElementType type, int... shape) {
        Tensor tensor = npz.read(name);
        assertEquals(type, tensor.type(), name);
        assertArrayEquals(shape, tensor.shape().toArray(), name);
        return tensor;
    }

    private static double sum(Tensor maps, int index) {
        double sum = 0;
        for (int i = index * MAP; i < (index + 1) * MAP; i++) {
            sum += maps.get(i);
        }
        return sum;
    }

    @Test
    void heatmapWritesTheDocumentedArrays() throws IOException {
        Path pictures = folder.resolve("maps");
        run("heatmap", images, "--composite", "epsilon_plus", "--zero-bias", "--out", out, "--png", pictures, "--json");
        try (NpzFile npz = NpzFile.open(out)) {
            Tensor maps = check(npz, "relevance", ElementType.FLOAT32, TESTS, 1, Fixtures.SIDE, Fixtures.SIDE);
            check(npz, "target", ElementType.INT64, TESTS);
            Tensor explained = check(npz, "explained", ElementType.FLOAT32, TESTS);
            Tensor conservation = check(npz, "conservation", ElementType.FLOAT32, TESTS);
            for (int i = 0; i < TESTS; i++) {
                assertEquals(1, explained.get(i));
                assertEquals(sum(maps, i), conservation.get(i), 1e-5);
                assertEquals(1, conservation.get(i), 1e-3);
            }
            JsonNode manifest = new ObjectMapper().readTree(npz.text("manifest.json"));
            assertEquals("lrp", manifest.path("heatmap").path("id").asText());
            assertEquals(
                    "true",
                    manifest.path("heatmap").path("settings").path("zero-bias").asText());
            assertEquals("conv1", manifest.path("rules").get(0).path("layer").asText());
        }
        JsonNode json = new ObjectMapper().readTree(console.out());
        assertEquals(TESTS, json.path("maps").size());
        assertTrue(json.path("maps").get(0).path("conserves").asBoolean());
        try (Stream<Path> files = Files.list(pictures)) {
            List<Path> sorted = files.sorted().toList();
            assertEquals(TESTS, sorted.size());
            assertEquals(Fixtures.SIDE, ImageIO.read(sorted.get(0).toFile()).getWidth());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epsilon_gamma_box", "EpsilonGammaBox", "epsilon-gamma-box"})
    void compositesHaveThreeSpellingsAndTheBoxKnowsThePreprocessing(String name) throws IOException {
        run("heatmap", images, "--composite", name, "--start", "logit", "--json");
        JsonNode json = new ObjectMapper().readTree(console.out());
        assertEquals(
                "epsilon-gamma-box",
                json.path("heatmap").path("settings").path("composite").asText());
        assertEquals("ZBox", json.path("rules").get(0).path("rule").asText().split(" ")[0]);
        assertTrue(json.path("maps").get(0).path("explained").asDouble() > 1);
    }

    @Test
    void gradientMethodsNeedNoTrainingImagesButExpectedGradientsDo() {
        run("heatmap", images, "--method", "x-gradient");
        assertEquals(TESTS + 1, console.out().lines().count());
        refused("--train", "heatmap", images, "--method", "expected-gradients");
        run("heatmap", both(), "--method", "expected-gradients", "--set", "samples=2");
    }

    private String[] both() {
        String[] words = both.clone();
        words[Arrays.asList(words).indexOf("--test")] = "--data";
        return words;
    }

    @Test
    void preFlightListsTheRuleOfEveryLayer() throws IOException {
        run("heatmap", images, "--pre-flight", "--json");
        JsonNode rules = new ObjectMapper().readTree(console.out()).path("rules");
        assertEquals(10, rules.size());
        assertTrue(rules.get(0).path("rule").asText().startsWith("Flat"));
    }

    @Test
    void xdaWritesBothMapsOfEachPairAndEachAddsUpToTheScore() {
        run("xda", both, "--pairs", "2:7,0:3", "--composite", "EpsilonPlus", "--zero-bias", "--out", out);
        try (NpzFile npz = NpzFile.open(out)) {
            assertArrayEquals(new long[] {2, 0}, npz.read("test_index").longs());
            assertArrayEquals(new long[] {7, 3}, npz.read("train_index").longs());
            Tensor score = check(npz, "score", ElementType.FLOAT32, 2);
            for (String name : List.of("train_relevance", "test_relevance")) {
                Tensor maps = check(npz, name, ElementType.FLOAT32, 2, 1, Fixtures.SIDE, Fixtures.SIDE);
                for (int p = 0; p < 2; p++) {
                    assertEquals(score.get(p), sum(maps, p), 1e-3 * Math.abs(score.get(p)) + 1e-7, name);
                }
            }
        }
    }

    @Test
    void topTakesTheStrongestOfEitherSign() throws IOException {
        run("xda", both, "--pairs", "top:1", "--json");
        JsonNode json = new ObjectMapper().readTree(console.out()).path("explained_pairs");
        assertEquals(2 * TESTS, json.size());
        for (int p = 0; p < json.size(); p++) {
            assertEquals(p / 2, json.get(p).path("test_index").asInt());
            assertEquals(p % 2 == 0, json.get(p).path("score").asDouble() > 0);
        }
    }

    @Test
    void figuresWithHeatmapsAreWritten() throws IOException {
        Path xda = folder.resolve("xda.svg");
        run("figure", "xda", both, "--index", "1", "--k", "2", "--preset", "double", "--out", xda);
        assertTrue(Files.readString(xda).contains("train map")
                || Files.readString(xda).contains(">train<"));
        Path pair = folder.resolve("pair.pdf");
        run("figure", "pair", both, "--index", "1", "--train-index", "4", "--out", pair);
        assertTrue(Files.size(pair) > 1000);
        Path decision = folder.resolve("decision.png");
        run("figure", "decision", images, "--method", "gradient", "--index", "2", "--dpi", "72", "--out", decision);
        assertEquals(Math.round(85 / 25.4 * 72), ImageIO.read(decision.toFile()).getWidth());
    }

    @Test
    void targetsAreComparedInOneFigureThatSaysHowItWasMade() throws IOException {
        Path figure = folder.resolve("targets.svg");
        run("figure", "targets", images, "--index", "2", "--targets", "predicted,0-1", "--smooth", "--out", figure);
        assertTrue(Files.readString(figure).contains("rather than"));
        JsonNode made = new ObjectMapper().readTree(Provenance.read(figure).orElseThrow());
        assertEquals(2, made.at("/explained/position").asInt());
        assertEquals("0-1", made.at("/explained/targets/1").asText());
        assertTrue(made.at("/look/smooth").asBoolean());
        run("figure", "targets", images, "--out", folder.resolve("likeliest.png"), "--dpi", "50", "--json");
        assertEquals(
                3, new ObjectMapper().readTree(console.out()).path("targets").size());
    }

    @Test
    void aMapCanBeTakenAtAnInnerLayer() {
        run("heatmap", images, "--zero-bias", "--map-layer", "pool1", "--out", out);
        try (NpzFile npz = NpzFile.open(out)) {
            Tensor maps = npz.read("relevance");
            assertEquals(4, maps.shape().rank());
            assertEquals(Fixtures.SIDE / 2, maps.shape().dim(2));
            assertEquals(1, npz.read("conservation").get(0), 1e-3);
        }
        run("xda", both, "--pairs", "0:3", "--zero-bias", "--map-layer", "relu3", "--out", out);
        try (NpzFile npz = NpzFile.open(out)) {
            assertEquals(1, npz.read("train_relevance").shape().dim(3));
        }
        refused("There is no layer 'nowhere'", "heatmap", images, "--map-layer", "nowhere");
        refused("lies above the features", "xda", both, "--pairs", "0:3", "--map-layer", "fc2");
        refused("cannot be merged", "heatmap", images, "--merge", "relu1=conv1");
        refused("does not suit the layer 'relu1'", "heatmap", images, "--rule", "relu1=epsilon");
        refused("does not suit the layer 'conv1'", "heatmap", images, "--rule", "conv1=pass");
    }

    @Test
    void infoMeasuresTheAxioms() throws IOException {
        run("info", images, "--axioms", "--json");
        JsonNode axioms = new ObjectMapper().readTree(console.out()).path("axioms");
        assertTrue(axioms.at("/as_it_is/completeness_error").asDouble() > 1e-3);
        assertTrue(axioms.at("/without_biases/completeness_error").asDouble() < 1e-12);
        assertEquals(TESTS, axioms.path("labelled_images").asInt());
        assertEquals("conv1", axioms.at("/changes/0/layer").asText());
        run("info", images, "--axioms");
        assertTrue(console.out().contains("homogeneity"), console.out());
    }

    @Test
    void mistakesAreOneSentence() {
        refused("belongs to the method lrp", "heatmap", images, "--method", "gradient", "--zero-bias");
        refused("leave one of them away", "heatmap", images, "--zero-bias", "--set", "zero_bias=false");
        refused("must be one of", "heatmap", images, "--composite", "foo");
        refused("There is no heatmap method 'foo'", "heatmap", images, "--method", "foo");
        refused("are not understood", "xda", both, "--pairs", "top:0");
        refused("There is no training image " + TRAIN, "xda", both, "--pairs", "0:" + TRAIN);
        refused("There is no test image " + TESTS, "xda", both, "--pairs", TESTS + ":0");
        refused("--opacity", "figure", "xda", both, "--opacity", "2", "--out", folder.resolve("x.png"));
    }

    @Test
    void methodsListsHeatmapMethodsWithTheirSettings() throws IOException {
        run("methods", "--json");
        JsonNode heatmaps = new ObjectMapper().readTree(console.out()).path("heatmap_methods");
        assertTrue(heatmaps.size() >= 8);
        run("methods");
        assertTrue(console.out().contains("--set composite=epsilon-plus-flat"), console.out());
    }
}

package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.sampledata.SampleProject;
import dev.whence.visualization.figure.export.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreement of files and of methods, the figure of compared rankings, and what is refused. */
class CompareCommandTest {

    private static final int TESTS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private String[] data;

    @BeforeEach
    void useTheSample() {
        SampleProject sample = Fixtures.sample(folder);
        data = Fixtures.words(
                "--cache",
                folder.resolve("cache"),
                "--model",
                sample.model(),
                "--preset=fashion-mnist",
                "--train",
                sample.trainingImages(),
                "--test",
                sample.testImages(),
                "--subset-train=0-99",
                "--subset-test=21-" + (20 + TESTS));
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

    private Path scores(String name, Object... method) {
        Path file = folder.resolve(name);
        run("attribute", data, method, "--out", file);
        return file;
    }

    @Test
    void filesAndMethodsGiveTheSameNumbers() throws IOException {
        Path first = scores("first.npz", "--method=dualda");
        Path second = scores("second.npz", "--method=dualda", "--set=c=0.01");
        Path third = scores("third.npz", "--method=knn-shapley");
        run("compare", first, second, third, "--each", "--json", "--top=5");
        JsonNode files = JSON.readTree(console.out());
        run(
                "compare",
                data,
                "--method=dualda",
                "--method=dualda",
                "--set=c=0.01",
                "--method=knn-shapley",
                "--each",
                "--json",
                "--top=5");
        JsonNode methods = JSON.readTree(console.out());
        assertEquals("DualDA, c = 0.01", methods.path("runs").get(1).asText());
        assertEquals(files.path("pairs"), methods.path("pairs"));
        assertEquals(3, files.path("pairs").size());
        assertEquals(TESTS, files.path("test_images").asInt());
        assertEquals(100, files.path("train_images").asInt());
        float[] a = row(first, 1);
        float[] b = row(third, 1);
        Agreement expected = Agreement.of(a, b, 5);
        JsonNode found = files.path("pairs").get(1).path("each").get(1);
        assertEquals(expected.spearman(), found.path("spearman").asDouble(), 1e-12);
        assertEquals(
                expected.shareOfProponents(), found.path("proponents_in_common").asDouble(), 1e-12);
        assertEquals(
                expected.jaccardOfOpponents(), found.path("opponents_jaccard").asDouble(), 1e-12);
    }

    private static float[] row(Path file, int test) {
        try (NpzFile npz = NpzFile.open(file)) {
            return npz.read("scores").rows(test, test + 1).toFloat32().floats();
        }
    }

    private Path foreign(String name, float... scores) {
        Path file = folder.resolve(name);
        NpzWriter.write(file, Map.of("scores", Tensor.of(scores, 1, scores.length)));
        return file;
    }

    /** 1 2 3 4 against 1 2 4 3: rho = 1 - 6 * 2 / (4 * 15) = 0.8. */
    @Test
    void scoresOfAnotherProgramAreComparedAsTableAndAsCsv() throws IOException {
        Path a = foreign("a.npz", 1, 2, 3, 4);
        Path b = foreign("b,c.npz", 1, 2, 4, 3);
        run("compare", a, b, "--top=1");
        assertTrue(console.out().contains("+0.800"), console.out());
        assertTrue(console.out().contains("2 runs, 1 test images, 4 training images"), console.out());
        Path csv = folder.resolve("agreement.csv");
        run("compare", a, b, "--top=1", "--csv", "--out", csv);
        List<String> lines = console.out().lines().toList();
        assertEquals(2, lines.size());
        assertEquals(a + ",\"" + b + "\",mean,0.8,0.0,0.0,,", lines.get(1), "no opponents, no share of them");
        assertEquals(console.out(), Files.readString(csv));
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Path a = foreign("a.npz", 1, 2, 3, 4);
        Path b = foreign("b.npz", 1, 2, 3);
        refused("different training images (4 and 3)", "compare", a, b);
        refused("only one file", "compare", a);
        refused("Two or more methods", "compare", data, "--method=dualda");
        refused("twice with the same settings", "compare", data, "--method=dualda", "--method=dualda");
        refused("Either files or methods", "compare", a, b, "--method=dualda");
        refused("exclude each other", "compare", a, a, "--csv", "--json");
        refused("choose .csv or .json", "compare", a, a, "--out", folder.resolve("x.txt"));
        refused("No classifier", "compare", "--method=dualda", "--method=knn-shapley", "--train", a, "--test", b);
        Path other = folder.resolve("other.npz");
        NpzWriter.write(other, Map.of("features", Tensor.of(new float[] {1}, 1, 1)));
        refused("no array 'scores'", "compare", a, other);
    }

    @Test
    void filesOfOtherImagesAreRefusedEvenIfTheirNumberIsTheSame() {
        Path first = scores("first.npz", "--method=knn-shapley");
        data[data.length - 1] = "--subset-test=31-" + (30 + TESTS);
        Path second = scores("second.npz", "--method=knn-shapley");
        refused("different test images (3 and 3)", "compare", first, second);
    }

    @Test
    void theFigureTellsHowItWasMade() throws IOException {
        Path figure = folder.resolve("compare.png");
        run(
                "figure",
                "compare",
                data,
                "--method=dualda",
                "--method=knn-shapley",
                "--set=neighbours=3",
                "--matrix",
                "--side",
                "opponents",
                "--index=1",
                "--k=4",
                "--dpi=60",
                "--out",
                figure,
                "--json");
        JsonNode json = JSON.readTree(console.out());
        assertEquals(1, json.path("steps").size());
        assertEquals(
                "KNN-Shapley, neighbours = 3",
                json.path("rows").get(1).path("title").asText());
        JsonNode made = JSON.readTree(Provenance.read(figure).orElseThrow());
        assertEquals("knn-shapley", made.at("/compared/1/id").asText());
        assertEquals("3", made.at("/compared/1/settings/neighbours").asText());
        assertEquals("opponents", made.path("side").asText());
        byte[] bytes = Files.readAllBytes(figure);
        run(
                "figure",
                "compare",
                data,
                "--method=dualda",
                "--method=knn-shapley",
                "--set=neighbours=3",
                "--matrix",
                "--side",
                "opponents",
                "--index=1",
                "--k=4",
                "--dpi=60",
                "--out",
                figure);
        assertArrayEquals(bytes, Files.readAllBytes(figure));
        run(
                "figure",
                "compare",
                data,
                "--method=dualda",
                "--method=knn-shapley",
                "--group",
                "--out",
                folder.resolve("group.svg"));
        assertTrue(Files.readString(folder.resolve("group.svg")).contains("3 test images together"));
    }
}

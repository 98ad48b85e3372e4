package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training, its history explained, exported, imported again and explained to the same. */
class DynamicsCommandTest {

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private Path images;
    private Path history;

    @BeforeEach
    void train() {
        images = Fixtures.idx(folder.resolve("good"), 40, 40, i -> i % 4);
        run(
                "train",
                "--arch=tiny-cnn",
                "--train=" + images,
                "--epochs=2",
                "--batch=16",
                "--optimizer=adamw",
                "--lr=0.002",
                "--history=every-step",
                "--out=" + folder.resolve("run"));
        history = folder.resolve("run/history");
    }

    private void run(String... arguments) {
        assertEquals(0, code(arguments), console.errorLines().toString());
    }

    private int code(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--cache=none";
        return console.run(all);
    }

    @Test
    void theArraysAddUp() {
        Path out = folder.resolve("e.npz");
        run(
                "dynamics",
                "--history=" + history,
                "--test=" + images,
                "--subset-test=0-1",
                "--target=all",
                "--out=" + out);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (NpzFile npz = NpzFile.open(out)) {
            for (String name : new String[] {
                "initial", "predicted", "actual", "per_image", "per_step", "per_group", "regularisation"
            }) {
                arrays.put(name, npz.read(name));
            }
        }
        int k = arrays.get("initial").shape().dim(1);
        assertArrayEquals(new int[] {40, 2, k}, arrays.get("per_image").shape().toArray());
        assertArrayEquals(new int[] {6, 2, k}, arrays.get("per_step").shape().toArray());
        assertArrayEquals(new int[] {6, 2, k}, arrays.get("per_group").shape().toArray());
        for (int j = 0; j < 2 * k; j++) {
            double before = arrays.get("initial").get(j) + column(arrays.get("regularisation"), j);
            double predicted = arrays.get("predicted").get(j);
            assertEquals(predicted, before + column(arrays.get("per_image"), j), 1e-5);
            assertEquals(predicted, before + column(arrays.get("per_step"), j), 1e-5);
            assertEquals(predicted, before + column(arrays.get("per_group"), j), 1e-5);
            assertEquals(arrays.get("actual").get(j), predicted, 1e-5);
        }
    }

    /** The sum over the first axis. */
    private static double column(Tensor array, int column) {
        int rows = array.shape().dim(0);
        int width = array.size() / rows;
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += array.get(r * width + column);
        }
        return sum;
    }

    @Test
    void aHistoryWrittenAsArraysIsImportedToTheSameExplanation() {
        Path npz = folder.resolve("h.npz");
        try (HistoryFolder recorded = HistoryFolder.open(history)) {
            recorded.verify(Progress.none());
            NpzWriter.write(npz, arrays(recorded));
        }
        Path imported = folder.resolve("imported");
        run(
                "import-history",
                "--model=" + folder.resolve("run/network.json"),
                "--train=" + images,
                "--npz=" + npz,
                "--optimizer=adamw",
                "--out=" + imported,
                "--json");
        ObjectNode report = JsonText.parse(console.out());
        assertTrue(report.path("second_moments_recomputed").asBoolean());
        assertTrue(report.path("reconstruction_error").asDouble() < 1e-5, report.toString());
        Path first = folder.resolve("first.npz");
        Path second = folder.resolve("second.npz");
        run("dynamics", "--history=" + history, "--test=" + images, "--subset-test=3", "--out=" + first);
        run("dynamics", "--history=" + imported, "--test=" + images, "--subset-test=3", "--out=" + second);
        try (NpzFile ours = NpzFile.open(first);
                NpzFile theirs = NpzFile.open(second)) {
            Tensor expected = ours.read("per_image");
            Tensor found = theirs.read("per_image");
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), found.get(i), 1e-4);
            }
        }
    }

    private String[] importing(Path npz, Path out) {
        return new String[] {
            "import-history",
            "--model=" + folder.resolve("run/network.json"),
            "--train=" + images,
            "--npz=" + npz,
            "--optimizer=adamw",
            "--out=" + out
        };
    }

    @Test
    void anImportThatFailsLeavesWhatWasThere() throws IOException {
        Path npz = folder.resolve("h.npz");
        Path out = folder.resolve("imported");
        try (HistoryFolder recorded = HistoryFolder.open(history)) {
            Map<String, Tensor> arrays = arrays(recorded);
            NpzWriter.write(npz, arrays);
            run(importing(npz, out));
            String before = Files.readString(out.resolve("history.json"));
            float[] diverged = arrays.get("params").floats().clone();
            Arrays.fill(diverged, recorded.parameterCount(), diverged.length, 1e30f);
            arrays.put("params", Tensor.of(diverged, recorded.steps() + 1, recorded.parameterCount()));
            NpzWriter.write(npz, arrays);
            assertTrue(code(importing(npz, out)) != 0, "numbers that overflow explain nothing");
            assertEquals(before, Files.readString(out.resolve("history.json")));
            assertTrue(code(importing(npz, folder.resolve("other"))) != 0);
            assertFalse(Files.exists(folder.resolve("other")), "a part is left");
            assertFalse(Files.exists(folder.resolve(".other.part")), "a part is left");
        }
    }

    @Test
    void aFolderWithSomethingElseIsNotReplaced() {
        assertEquals(2, code(importing(folder.resolve("h.npz"), folder.resolve("run"))));
        assertTrue(
                console.errorLines().toString().contains("something else"),
                console.errorLines().toString());
        assertTrue(Files.exists(folder.resolve("run/model.safetensors")));
    }

    @Test
    void aResultInTheCacheIsThereAloneAndFoundAgain() throws IOException {
        Path cache = folder.resolve("cache");
        String[] question = {
            "dynamics", "--history=" + history, "--test=" + images, "--subset-test=0", "--cache=" + cache, "--json"
        };
        assertEquals(0, console.run(question), console.errorLines().toString());
        ObjectNode first = JsonText.parse(console.out());
        try (Stream<Path> left = Files.walk(cache.resolve("unfinished"))) {
            assertEquals(0, left.filter(Files::isRegularFile).count(), "unfinished work is left");
        }
        assertEquals(0, console.run(question), console.errorLines().toString());
        assertEquals(first, JsonText.parse(console.out()));
    }

    private static Map<String, Tensor> arrays(HistoryFolder recorded) {
        int steps = recorded.steps();
        int size = recorded.parameterCount();
        float[] params = new float[(steps + 1) * size];
        long[] batches = new long[steps * 16];
        double[] rates = new double[steps];
        Arrays.fill(batches, -1);
        for (int s = 0; s <= steps; s++) {
            System.arraycopy(recorded.parameters(s), 0, params, s * size, size);
        }
        for (int s = 0; s < steps; s++) {
            int[] batch = recorded.batch(s);
            for (int i = 0; i < batch.length; i++) {
                batches[s * 16 + i] = batch[i];
            }
            rates[s] = recorded.learningRate(s);
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("params", Tensor.of(params, steps + 1, size));
        arrays.put("batch_indices", Tensor.of(batches, steps, 16));
        arrays.put("lr_per_step", Tensor.of(rates, steps));
        return arrays;
    }

    @Test
    void aFigureIsDrawn() throws IOException {
        Path out = folder.resolve("f.svg");
        run("figure", "dynamics", "--history=" + history, "--test=" + images, "--index=2", "--out=" + out);
        String drawing = Files.readString(out);
        assertTrue(drawing.contains("loss gradients") && drawing.contains("conv1.weight"), "labels are missing");
    }

    @Test
    void aTruncatedFileIsRefusedByName() throws IOException {
        Path file = history.resolve("parameters.f32");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        assertEquals(2, code("dynamics", "--history=" + history, "--test=" + images));
        assertTrue(
                console.errorLines().toString().contains("parameters.f32"),
                console.errorLines().toString());
        assertFalse(console.errorLines().toString().contains("Exception"));
    }

    @Test
    void otherTrainingImagesAreRefused() {
        Path others = Fixtures.idx(folder.resolve("others"), 40, 40, i -> (i + 1) % 4);
        assertEquals(2, code("dynamics", "--history=" + history, "--test=" + images, "--train=" + others));
        assertTrue(
                console.errorLines().toString().contains("training images"),
                console.errorLines().toString());
    }
}

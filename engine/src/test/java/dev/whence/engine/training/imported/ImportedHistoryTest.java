package dev.whence.engine.training.imported;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedHistoryTest {

    private static final List<ParameterGroup> GROUPS =
            List.of(new ParameterGroup("weight", 0, Shape.of(2, 2)), new ParameterGroup("bias", 4, Shape.of(2)));

    @TempDir
    Path folder;

    private static TrainingDescription description() {
        return new TrainingDescription(
                Path.of("model.pt"),
                new TrainingDescription.Images(Path.of("images"), false, "", 3, "", Preprocessing.none(), List.of()),
                OptimizerText.parse("sgd,weight_decay=0.25"),
                Augmentation.none(),
                BatchNormMode.ABSENT,
                0);
    }

    private static Map<String, Tensor> arrays() {
        float[] params = new float[3 * 6];
        for (int i = 0; i < params.length; i++) {
            params[i] = i;
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("params", Tensor.of(params, 3, 6));
        arrays.put("batch_indices", Tensor.of(new long[] {2, 0, 1, -1}, 2, 2));
        arrays.put("lr_per_step", Tensor.of(new double[] {0.5, 0.1}, 2));
        return arrays;
    }

    private TrainingHistory npz(Map<String, Tensor> arrays) {
        Path file = folder.resolve("history.npz");
        NpzWriter.write(file, arrays);
        return ImportedHistory.ofNpz(file, description(), GROUPS, new int[] {0, 1, 0});
    }

    @Test
    void arraysAreReadWithPaddingLeftAway() {
        try (TrainingHistory history = npz(arrays())) {
            assertEquals(2, history.steps());
            assertArrayEquals(new int[] {0, 1, 2}, history.states());
            assertArrayEquals(new int[] {2, 0}, history.batch(0));
            assertArrayEquals(new int[] {1}, history.batch(1));
            assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, history.parameters(1));
            assertEquals(0.1, history.learningRate(1));
            assertEquals(0.25, history.weightDecay(1));
            assertTrue(history.secondMoment(1).isEmpty());
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        refuses("params", arrays -> arrays.put("params", Tensor.of(new float[15], 3, 5)));
        refuses("lr_per_step", arrays -> arrays.remove("lr_per_step"));
        refuses("batch_indices", arrays -> arrays.put("batch_indices", Tensor.of(new long[3], 3, 1)));
        refuses("image 7", arrays -> arrays.put("batch_indices", Tensor.of(new long[] {7, 0, 1, 2}, 2, 2)));
        refuses("empty", arrays -> arrays.put("batch_indices", Tensor.of(new long[] {-1, -1, 1, 2}, 2, 2)));
        refuses("learning rate", arrays -> arrays.put("lr_per_step", Tensor.of(new double[] {0.5, Double.NaN}, 2)));
        refuses("exp_avg_sq", arrays -> arrays.put("exp_avg_sq", Tensor.of(new float[12], 2, 6)));
        refuses("exp_avg_sq", arrays -> {
            float[] negative = new float[18];
            negative[7] = -1e-6f;
            arrays.put("exp_avg_sq", Tensor.of(negative, 3, 6));
        });
        refuses("row 1", arrays -> {
            float[] broken = arrays.get("params").floats().clone();
            broken[8] = Float.POSITIVE_INFINITY;
            arrays.put("params", Tensor.of(broken, 3, 6));
        });
    }

    private void refuses(String named, Consumer<Map<String, Tensor>> change) {
        Map<String, Tensor> arrays = arrays();
        change.accept(arrays);
        BadInputException refusal = assertThrows(BadInputException.class, () -> npz(arrays));
        assertTrue(refusal.sentence().contains(named), refusal.sentence());
        assertTrue(refusal.sentence().contains("history.npz"), refusal.sentence());
    }

    @Test
    void anAlteredFileIsNamed() throws IOException {
        Path file = folder.resolve("history.npz");
        NpzWriter.write(file, arrays());
        byte[] bytes = Files.readAllBytes(file);
        long elements;
        try (NpzFile open = NpzFile.open(file)) {
            elements = open.offsetOfElements("params").orElseThrow();
        }
        bytes[(int) elements + 5] ^= 1;
        Files.write(file, bytes);
        BadInputException refusal = assertThrows(
                BadInputException.class, () -> ImportedHistory.ofNpz(file, description(), GROUPS, new int[] {0, 1, 0}));
        assertTrue(refusal.sentence().contains("'params'"), refusal.sentence());
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        refusal = assertThrows(
                BadInputException.class, () -> ImportedHistory.ofNpz(file, description(), GROUPS, new int[] {0, 1, 0}));
        assertTrue(refusal.sentence().contains("history.npz"), refusal.sentence());
    }

    /** A folder as the loop in docs/history.md writes it, of an nn.Linear(2, 2); PyTorch 2.15. */
    @Test
    void checkpointsOfPyTorchAreRead() throws Exception {
        Path recorded = Path.of(Objects.requireNonNull(ImportedHistoryTest.class.getResource("/goldens/explaind/loop"))
                .toURI());
        try (TrainingHistory history =
                ImportedHistory.ofCheckpoints(recorded, description(), GROUPS, new int[] {0, 1, 0})) {
            assertEquals(2, history.steps());
            assertArrayEquals(new int[] {2, 0}, history.batch(0));
            float[] before = history.parameters(0);
            assertArrayEquals(new float[] {0.5f, -0.25f, 1, 2, 0.125f, -1}, before);
            assertEquals(6, history.parameters(2).length);
            assertTrue(history.parameters(2)[0] != before[0]);
        }
        Path broken = folder.resolve("run");
        Files.createDirectories(broken);
        for (String name : List.of("history.json", "step_000000.pt", "step_000002.pt")) {
            Files.copy(recorded.resolve(name), broken.resolve(name));
        }
        Path last = broken.resolve("step_000002.pt");
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 500));
        try (TrainingHistory history =
                ImportedHistory.ofCheckpoints(broken, description(), GROUPS, new int[] {0, 1, 0})) {
            assertArrayEquals(new int[] {0, 2}, history.states());
            BadInputException refusal = assertThrows(BadInputException.class, () -> history.parameters(2));
            assertTrue(refusal.sentence().contains("step_000002.pt"), refusal.sentence());
        }
    }
}

package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.engine.PtNDManager;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRunnerTest {

    private static final ExecutionSettings SINGLES = new ExecutionSettings("cpu", Precision.FLOAT32, 1);
    private static final ExecutionSettings DOUBLES = new ExecutionSettings("cpu", Precision.FLOAT64, 1);

    @ParameterizedTest
    @ValueSource(strings = {"m1", "m2", "m4"})
    void givesTheLogitsAndFeaturesOfPyTorch(String name) {
        GoldenNetwork golden = GoldenNetwork.read(name);
        try (ExecutionEngine engine = ExecutionEngine.open(SINGLES);
                NetworkRunner runner = engine.load(golden.network())) {
            List<Tensor> values = runner.values(
                    golden.input(), golden.featureNode(), golden.network().output());
            assertTrue(furthest(values.get(0), golden.features()) <= 1e-5);
            assertTrue(furthest(values.get(1), golden.logits()) <= 1e-5);
        }
        try (ExecutionEngine engine = ExecutionEngine.open(DOUBLES);
                NetworkRunner runner = engine.load(golden.network())) {
            assertTrue(furthest(runner.forward(golden.input()), golden.logits()) <= 1e-12);
        }
    }

    @Test
    void theBatchSizeDoesNotMatter() {
        GoldenNetwork golden = GoldenNetwork.read("m4");
        try (ExecutionEngine engine = ExecutionEngine.open(SINGLES);
                NetworkRunner runner = engine.load(golden.network())) {
            Tensor together = runner.forward(golden.input());
            for (int image = 0; image < 16; image++) {
                Tensor alone = runner.forward(golden.input().rows(image, image + 1));
                assertTrue(furthest(alone, together.rows(image, image + 1)) <= 2e-6);
            }
        }
    }

    @Test
    void severalThreadsMayUseOneRunner() throws Exception {
        GoldenNetwork golden = GoldenNetwork.read("m1");
        Tensor seed = golden.logits();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ExecutionEngine engine = ExecutionEngine.open(DOUBLES);
                NetworkRunner runner = engine.load(golden.network())) {
            Tensor gradient = runner.inputGradient(golden.input(), seed);
            Callable<Double> work = () -> {
                double worst = 0;
                for (int i = 0; i < 30; i++) {
                    worst = Math.max(worst, furthest(runner.forward(golden.input()), golden.logits()));
                    worst = Math.max(worst, furthest(runner.inputGradient(golden.input(), seed), gradient));
                }
                return worst;
            };
            List<Future<Double>> results = threads.invokeAll(List.of(work, work));
            for (Future<Double> result : results) {
                assertTrue(result.get() <= 1e-12);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aThousandBatchesLeaveNoMemoryBehind() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
        GoldenNetwork golden = GoldenNetwork.read("m1");
        Tensor batch = golden.input().rows(0, 4);
        Tensor seed = golden.logits().rows(0, 4);
        try (ExecutionEngine engine = ExecutionEngine.open(SINGLES);
                NetworkRunner runner = engine.load(golden.network())) {
            for (int i = 0; i < 100; i++) {
                runner.forward(batch);
                runner.inputGradient(batch, seed);
            }
            PtNDManager weights = runner.weight("fc1.weight").scope().manager();
            int arrays = weights.getManagedArrays().size();
            long before = residentKilobytes();
            for (int i = 0; i < 1000; i++) {
                runner.forward(batch);
                if (i % 10 == 0) {
                    runner.inputGradient(batch, seed);
                }
            }
            long grown = residentKilobytes() - before;
            // Java's own heap may still spread. Keeping all values would be 700 MB, those of the first layer 200 MB.
            assertTrue(grown < 120_000, "grew by " + grown + " kB");
            assertEquals(arrays, weights.getManagedArrays().size());
        }
    }

    @Test
    void aBatchOfAnotherShapeIsRefused() {
        GoldenNetwork golden = GoldenNetwork.read("m1");
        try (ExecutionEngine engine = ExecutionEngine.open(SINGLES);
                NetworkRunner runner = engine.load(golden.network())) {
            Tensor colour = Tensor.of(new float[3 * 28 * 28], 1, 3, 28, 28);
            String message = assertThrows(IllegalArgumentException.class, () -> runner.forward(colour))
                    .getMessage();
            assertEquals("a batch of 1 x 3 x 28 x 28 for a network of inputs 1 x 28 x 28", message);
        }
    }

    @Test
    void onlyWhatIsStillNeededIsKept() {
        GoldenNetwork golden = GoldenNetwork.read("m1");
        ExecutionPlan plan = ExecutionPlan.of(golden.network(), 2);
        assertEquals(List.of(1, 2), plan.steps());
        assertEquals(List.of(List.of(0), List.of(1)), plan.released());
        // The result of the first convolution beside that of its ReLU is the most that is alive at once.
        ExecutionPlan whole =
                ExecutionPlan.of(golden.network(), golden.network().output());
        assertEquals(2 * 16 * 28 * 28, whole.peakValues(golden.network()));
    }

    private static long residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The largest difference, absolute or relative to the largest value above 1. */
    static double furthest(Tensor actual, Tensor expected) {
        assertEquals(expected.shape(), actual.shape());
        double worst = 0;
        double largest = 1;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.max(worst, Math.abs(actual.get(i) - expected.get(i)));
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return worst / largest;
    }
}

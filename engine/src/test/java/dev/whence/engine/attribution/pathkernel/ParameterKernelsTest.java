package dev.whence.engine.attribution.pathkernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterKernelsTest {

    private static final int TESTS = 6;
    private static final int CLASSES = 10;

    private static ExecutionEngine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private ParameterKernels kernels(GoldenTrajectory run, int weighed, Quadrature quadrature, long memory) {
        return kernels(run, weighed, quadrature, memory, Progress.none());
    }

    private ParameterKernels kernels(
            GoldenTrajectory run, int weighed, Quadrature quadrature, long memory, Progress progress) {
        PathKernelOptions options = PathKernelOptions.standard()
                .with(OutputKind.LOG_SOFTMAX)
                .with(quadrature)
                .withClosed(false)
                .withMemory(memory);
        return new PathKernel(engine, run.network, run.finalLayer)
                .parameterKernels(
                        run,
                        run.tests(),
                        weighed,
                        options,
                        GrowingResult.at(folder.resolve("kernels" + memory)),
                        progress);
    }

    @ParameterizedTest
    @Tag("slow")
    // The reference's own sums of float32 rows are that far from sums in float64, where AdamW divides by tiny moments.
    @CsvSource({"adamw_s0, 3e-4", "sgd_s0, 1e-5"})
    void theReferencesQuadratureGivesTheReferencesVectors(String name, double tolerance) {
        GoldenTrajectory run = new GoldenTrajectory(name);
        try (ParameterKernels kernels = kernels(run, 0, new Quadrature.Fixed(20, 5, 100), 1L << 30)) {
            Tensor expected = run.array("param_kernel");
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < TESTS; i++) {
                float[] own = kernels.vector(i, ParameterSet.all(run.network));
                for (int p = 0; p < own.length; p++) {
                    double stored = expected.get(i * own.length + p);
                    largest = Math.max(largest, Math.abs(stored));
                    worst = Math.max(worst, Math.abs(stored - own[p]));
                }
            }
            assertTrue(worst <= tolerance * largest, "relative to the largest: " + worst / largest);
        }
    }

    @Test
    void vectorsAndImportanceAddUpToTheNumbersOfTheGroups() {
        GoldenTrajectory run = new GoldenTrajectory("adamw_s0");
        List<String> groups = List.copyOf(run.network.parameters().keySet());
        PathKernelOptions options = PathKernelOptions.standard()
                .with(OutputKind.LOG_SOFTMAX)
                .with(Quadrature.fixed(1))
                .withClosed(false);
        // Memory for four images of ten outputs at a time.
        long memory = 4L * 4 * 3898 * 40;
        try (ParameterKernels kernels = kernels(run, TESTS, Quadrature.fixed(1), memory);
                Dynamics dynamics = new PathKernel(engine, run.network, run.finalLayer)
                        .explain(
                                run,
                                run.tests(),
                                ExplainedOutputs.all(TESTS, CLASSES),
                                options,
                                List.of(),
                                GrowingResult.at(folder.resolve("dynamics")),
                                Progress.none())) {
            List<ParameterSet> layers = ParameterSet.layers(run.network);
            assertEquals(
                    List.of(156, 1812, 1930),
                    layers.stream().map(ParameterSet::size).toList());
            for (int i = 0; i < TESTS; i++) {
                for (int l = 0; l < layers.size(); l++) {
                    double sum = 0;
                    for (float value : kernels.vector(i, layers.get(l))) {
                        sum += value;
                    }
                    double expected = 0;
                    for (int c = 0; c < CLASSES; c++) {
                        for (double[] step : dynamics.course(i * CLASSES + c).kernel()) {
                            expected += step[2 * l] + step[2 * l + 1];
                        }
                    }
                    assertEquals(expected, sum, 1e-4, groups.get(2 * l) + " of image " + i);
                }
            }
        }
    }

    /** Memory for two images of ten outputs at a time makes three passes over twelve steps. */
    @Test
    void stepsOfAllPassesAreOneWay() {
        List<String> seen = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void stage(String title) {
                seen.clear();
            }

            @Override
            public void update(long done, long total, String unit) {
                seen.add(done + " of " + total);
            }

            @Override
            public void note(String text) {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        long memory = 4L * 4 * 3898 * 20;
        kernels(new GoldenTrajectory("adamw_full_ordered_s0"), TESTS, Quadrature.fixed(1), memory, progress)
                .close();
        assertEquals(
                IntStream.rangeClosed(1, 36).mapToObj(step -> step + " of 36").toList(), seen);
    }

    @Test
    void similaritiesAreCosinesOfTheVectorsAndImportanceIsASumOfMagnitudes() {
        GoldenTrajectory run = new GoldenTrajectory("adamw_full_ordered_s0");
        try (ParameterKernels summed = kernels(run, 0, Quadrature.fixed(1), 1L << 28);
                ParameterKernels kernels = kernels(run, 4, Quadrature.fixed(1), 1L << 27)) {
            ParameterSet channel = ParameterSet.channels(run.network, "conv2").get(5);
            assertEquals(151, channel.size());
            Tensor cosines = kernels.similarity(engine, channel, Progress.none());
            for (int i = 0; i < TESTS; i++) {
                float[] a = kernels.vector(i, channel);
                float[] again = summed.vector(i, channel);
                for (int p = 0; p < a.length; p++) {
                    assertEquals(a[p], again[p], 1e-6, "outputs apart and summed");
                }
                for (int j = 0; j < TESTS; j++) {
                    float[] b = kernels.vector(j, channel);
                    assertEquals(cosine(a, b), cosines.get(i * TESTS + j), 1e-5);
                }
            }
            float[] importance = kernels.importance(ParameterSet.all(run.network));
            for (int p = 0; p < importance.length; p++) {
                double least = 0;
                for (int i = 0; i < 4; i++) {
                    least += Math.abs(kernels.vector(i, ParameterSet.all(run.network))[p]);
                }
                assertTrue(importance[p] >= least - 1e-6, "a sum of magnitudes is no less than that of sums");
            }
        }
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int p = 0; p < a.length; p++) {
            ab += (double) a[p] * b[p];
            aa += (double) a[p] * a[p];
            bb += (double) b[p] * b[p];
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}

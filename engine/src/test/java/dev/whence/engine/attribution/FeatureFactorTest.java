package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.lrp.PairRelevance;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods on gradients by the final layer's weight: what they say factors through the features does. */
class FeatureFactorTest {

    private static ExecutionEngine engine;
    private static AttributionTask task;
    private static Representations tests;
    private static String weight;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        PlantedImages images = new PlantedImages(engine);
        task = images.task();
        tests = images.tests(engine);
        weight = states(1).finalWeight().orElseThrow();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Scores are float32. The error at each class is known without a gradient: the probability, less 1 at the class itself. */
    @ParameterizedTest
    @CsvSource({"grad-dot, false", "grad-cos, true", "tracin, false", "cosin, true"})
    void sharesAreProductsOfErrorsAndFeatures(String id, boolean normalised) {
        AttributionMethod<?> method = MethodRegistry.byId(id);
        Tensor scores = scores(method, Map.of("parameters", weight));
        int n = task.train().size();
        int d = task.train().features().shape().dim(1);
        for (int test = 0; test < tests.size(); test++) {
            double[] there = error(tests, test, test);
            for (int train = 0; train < n; train += 7) {
                double[] here =
                        error(task.train(), train, (int) task.train().labels().longs()[train]);
                double[] f = row(task.train().features(), train);
                double[] g = row(tests.features(), test);
                double errors = normalised
                        ? dot(here, there) / Math.sqrt(dot(here, here) * dot(there, there) * dot(f, f) * dot(g, g))
                        : dot(here, there);
                double score = scores.get(test * n + train);
                Tensor shares = PairRelevance.shares(
                        tests.features().take(test), task.train().features().take(train), new double[] {score});
                for (int j = 0; j < d; j++) {
                    assertEquals(errors * f[j] * g[j], shares.get(j), 1e-7 * Math.max(1, Math.abs(errors)), id);
                }
            }
        }
    }

    @Test
    void nothingElseIsTakenToFactor() {
        assertTrue(factors("grad-dot", 1, Map.of("parameters", weight)));
        assertTrue(factors("grad-dot", 3, Map.of("parameters", weight)));
        assertTrue(factors("tracin", 1, Map.of("parameters", weight)));
        assertFalse(factors("tracin", 2, Map.of("parameters", weight)));
        assertFalse(factors("grad-dot", 1, Map.of()));
        assertFalse(factors("grad-cos", 1, Map.of("parameters", weight, "projection", "sjlt")));
        assertTrue(factors("dualda", 2, Map.of()));
        assertTrue(factors("rps-l2", 2, Map.of("normalise", "true")));
        assertFalse(factors("knn-shapley", 1, Map.of()));
        assertFalse(factors("influence-explicit", 1, Map.of("parameters", weight)));
    }

    private static boolean factors(String id, int states, Map<String, String> values) {
        return factors(MethodRegistry.byId(id), states, values);
    }

    private static <S extends Record> boolean factors(
            AttributionMethod<S> method, int states, Map<String, String> values) {
        return method.pairObstacle(SettingsSchema.of(method.settingsType()).parse(values), states(states))
                .isEmpty();
    }

    private static ClassifierStates states(int count) {
        return new ClassifierStates(task.network(), task.finalLayer(), count);
    }

    /** Each test image explained for the class of its own number. */
    private static <S extends Record> Tensor scores(AttributionMethod<S> method, Map<String, String> values) {
        Attributor attributor = method.fit(
                task.lastCheckpoint(), SettingsSchema.of(method.settingsType()).parse(values), Progress.none());
        int[] targets = IntStream.range(0, tests.size()).toArray();
        int[] none = new int[targets.length];
        Arrays.fill(none, -1);
        return attributor.attribute(tests, new Targets(targets, none), Progress.none());
    }

    private static double[] error(Representations images, int image, int label) {
        double[] logits = row(images.logits(), image);
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        double[] error = Arrays.stream(logits).map(z -> Math.exp(z) / sum).toArray();
        error[label]--;
        return error;
    }

    private static double[] row(Tensor rows, int row) {
        int width = rows.shape().dim(1);
        return IntStream.range(0, width)
                .mapToDouble(j -> rows.get(row * width + j))
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}

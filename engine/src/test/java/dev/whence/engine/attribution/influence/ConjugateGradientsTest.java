package dev.whence.engine.attribution.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Solutions of single systems, and what is said where conjugate gradients cannot work. */
class ConjugateGradientsTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    private static Attributor fit(AttributionTask task, Map<String, String> settings) {
        ConjugateGradientMethod method = (ConjugateGradientMethod) MethodRegistry.byId("influence-cg");
        return method.fit(task, SettingsSchema.of(method.settingsType()).parse(settings), Progress.none());
    }

    @Test
    void solutionsAfterTenAndFiftyStepsEqualTheReference() {
        AttributionTask task = golden.task("g1", "s0");
        Checkpoint at = new Checkpoint(
                task, task.network(), List.copyOf(task.network().parameters().keySet()), 0);
        try (NpzFile stored = NpzFile.open(GoldenAttribution.file("g1/intermediates.npz"));
                var scope = golden.engine().scope()) {
            Tensor gradient = stored.read("persample_grad_train8").rows(0, 1);
            assertEquals(0.01, stored.read("ihvp_reg").get(0), 1e-8);
            check(stored.read("ihvp_cg10_g8_0"), solution(at, "10", scope.of(gradient)), 1e-6);
            check(stored.read("ihvp_cg50_g8_0"), solution(at, "50", scope.of(gradient)), 1e-4);
        }
    }

    private static Tensor solution(Checkpoint at, String steps, dev.whence.engine.exec.DeviceArray right) {
        var settings = SettingsSchema.of(ConjugateGradientSettings.class).parse(Map.of("iterations", steps));
        try (InverseCurvature.Product product = new ConjugateGradients(at, settings).open()) {
            return product.times(right, Progress.none()).toHost();
        }
    }

    private static void check(Tensor expected, Tensor found, double tolerance) {
        double largest = Arrays.stream(expected.doubles()).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), found.get(i), tolerance * largest);
        }
    }

    /**
     * Thirty steps on an indefinite Hessian: rounding grows until it is as large as the scores, in the reference's own
     * library too. The user must be told.
     */
    @Test
    void negativeCurvatureIsReported() {
        AttributionTask task = golden.task("g3", "s0");
        Attributor attributor = fit(task, Map.of("damping", "0.3", "iterations", "12", "images", "200"));
        Representations test = golden.tests(task).select(9);
        attributor.attribute(test, Targets.resolve(new Target.Label(), test), Progress.none());
        assertEquals(
                "met in 1 of 1 systems: raise the damping", attributor.facts().get("Negative curvature"));
    }

    @Test
    void weightsThatAreNotFiniteStopTheWorkWithASentence() {
        AttributionTask task = golden.task("g1", "s0");
        Map<String, Tensor> weights = new HashMap<>(task.network().parameters());
        double[] broken = weights.get("linear.weight").toFloat64().doubles().clone();
        broken[0] = Double.NaN;
        weights.put("linear.weight", Tensor.of(broken, 10, 784));
        AttributionTask failing = new AttributionTask(
                List.of(task.network().withParameters(weights)), task.finalLayer(), task.train(), 0, golden.engine());
        Representations test = golden.tests(task).select(0);
        WorkFailedException failure = assertThrows(
                WorkFailedException.class,
                () -> fit(failing, Map.of())
                        .attribute(test, Targets.resolve(new Target.Label(), test), Progress.none()));
        assertTrue(failure.sentence().contains("the gradients of the test images are not finite"), failure.sentence());
    }
}

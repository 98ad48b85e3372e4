package dev.whence.engine.attribution.dual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DualDA against certified optima on the features of three trained networks. */
class GoldenDualTest {

    private final DualDaMethod method = new DualDaMethod();

    private Map<String, Tensor> golden = Map.of();
    private String c = "";
    private DualDaSettings settings;
    private AttributionTask task;
    private Attributor attributor;

    private void fit(String model, String price) {
        c = price;
        golden = Golden.read(model);
        settings = SettingsSchema.of(DualDaSettings.class).parse(Map.of("c", price));
        task = Golden.task(Golden.representations(golden, "train"));
        attributor = method.fit(task, settings, Progress.none());
    }

    private Tensor stored(String name) {
        return golden.get("C" + c + "/" + name);
    }

    @ParameterizedTest
    @CsvSource({"m1, 0.001", "m1, 1", "m2, 0.001", "m2, 1", "m4, 0.001", "m4, 1"})
    void reachesTheOptimum(String model, String price) {
        fit(model, price);
        Map<String, Tensor> extras = attributor.extras();
        double[] peer = stored("peer_objective").doubles();
        double optimum = stored("objective").doubles()[1];
        assertTrue(extras.get("gap").get(0) <= Math.min(1e-8, (peer[0] - peer[1]) / peer[0]));
        assertEquals(optimum, extras.get("dual").get(0), 1e-8 * optimum);
        assertEquals(optimum, extras.get("primal").get(0), 1e-8 * optimum);
        assertTrue(extras.get("dual").get(0) <= extras.get("primal").get(0) + 1e-12 * optimum);
        assertSameActiveRows(extras.get("coefficients"));
        assertClose(stored("self_influence"), attributor.selfInfluence(Progress.none()), 1e-3);
        assertClose(columns(stored("weights"), stored("intercept")), extras.get("weights"), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"m1, 0.001", "m1, 1", "m2, 0.001", "m2, 1", "m4, 0.001", "m4, 1"})
    void attributesLikeTheOptimum(String model, String price) {
        fit(model, price);
        Representations tests = Golden.representations(golden, "test");
        Targets targets = Targets.resolve(new Target.Predicted(), tests);
        Tensor scores = attributor.attribute(tests, targets, Progress.none());
        Tensor expected = stored("attribution");
        int n = task.train().size();
        for (int t = 0; t < tests.size(); t++) {
            assertEquals(golden.get("pred_test").longs()[t], targets.positive()[t]);
            assertClose(expected.rows(t, t + 1), scores.rows(t, t + 1), 1e-3);
            assertTrue(pearson(expected, scores, t * n, n) >= 0.9999, "test image " + t);
        }
    }

    @ParameterizedTest
    @CsvSource({"m1, 1"})
    void isRebuiltFromItsStateBitForBit(String model, String price) {
        fit(model, price);
        Attributor again = method.restore(task, settings, attributor.state());
        Representations tests = Golden.representations(golden, "test");
        Targets targets = Targets.resolve(new Target.Contrast(3, 6), tests);
        assertArrayEquals(
                attributor.attribute(tests, targets, Progress.none()).floats(),
                again.attribute(tests, targets, Progress.none()).floats());
        assertArrayEquals(
                attributor.extras().get("weights").floats(),
                again.extras().get("weights").floats());
        assertEquals(attributor.facts(), again.facts());
        assertEquals("296 of 2,000", again.facts().get("Support vectors"));
    }

    /** The same rows, except where every coefficient of the row is below 1e-6. */
    private void assertSameActiveRows(Tensor coefficients) {
        Tensor optimum = stored("alpha");
        int classes = optimum.shape().dim(1);
        for (int i = 0; i < optimum.shape().dim(0); i++) {
            double before = 0;
            double now = 0;
            for (int m = 0; m < classes; m++) {
                before = Math.max(before, Math.abs(optimum.get(i * classes + m)));
                now = Math.max(now, Math.abs(coefficients.get(i * classes + m)));
            }
            assertTrue(before > 1e-8 == now > 1e-8 || Math.max(before, now) < 1e-6, "row " + i);
        }
    }

    private static Tensor columns(Tensor weights, Tensor intercept) {
        int classes = weights.shape().dim(0);
        int d = weights.shape().dim(1);
        double[] joined = new double[classes * (d + 1)];
        for (int m = 0; m < classes; m++) {
            System.arraycopy(weights.doubles(), m * d, joined, m * (d + 1), d);
            joined[m * (d + 1) + d] = intercept.get(m);
        }
        return Tensor.of(joined, classes, d + 1);
    }

    private static void assertClose(Tensor expected, Tensor actual, double share) {
        assertEquals(expected.shape(), actual.shape());
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), share * largest);
        }
    }

    private static double pearson(Tensor a, Tensor b, int from, int count) {
        double meanA = 0;
        double meanB = 0;
        for (int i = from; i < from + count; i++) {
            meanA += a.get(i) / count;
            meanB += b.get(i) / count;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < from + count; i++) {
            ab += (a.get(i) - meanA) * (b.get(i) - meanB);
            aa += (a.get(i) - meanA) * (a.get(i) - meanA);
            bb += (b.get(i) - meanB) * (b.get(i) - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}

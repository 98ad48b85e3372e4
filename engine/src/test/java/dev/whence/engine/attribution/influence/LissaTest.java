package dev.whence.engine.attribution.influence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stochastic iteration: its draws, its agreement with another run of random draws, its failure. */
class LissaTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @Test
    void aStepDrawsDistinctImagesAndAllOfThemEquallyOften() {
        int[] counts = new int[10];
        for (int step = 0; step < 2000; step++) {
            int[] drawn = Lissa.draw(5, 1, step, 10, 4);
            assertEquals(4, Arrays.stream(drawn).distinct().count());
            Arrays.stream(drawn).forEach(i -> counts[i]++);
        }
        int[] expected = new int[10];
        Arrays.fill(expected, 800);
        for (int i = 0; i < 10; i++) {
            // Five standard deviations of a binomial count.
            assertEquals(expected[i], counts[i], 5 * Math.sqrt(2000 * 0.4 * 0.6));
        }
        assertArrayEquals(Lissa.draw(5, 1, 3, 10, 4), Lissa.draw(5, 1, 3, 10, 4));
    }

    private static Tensor scores(AttributionTask task, Map<String, String> settings) {
        Representations tests = golden.tests(task);
        LissaMethod method = (LissaMethod) MethodRegistry.byId("influence-lissa");
        return method.fit(task, SettingsSchema.of(method.settingsType()).parse(settings), Progress.none())
                .attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
    }

    /** The reference drew other images, so that only likeness can be asked for: the mean correlation of a test's scores. */
    @Test
    void otherRandomImagesGiveLikeScores() {
        AttributionTask task = golden.task("g1", "s0");
        Tensor found = scores(task, Map.of("batch", "20", "damping", "0"));
        Tensor stored = GoldenAttribution.stored("g1/scores.npz", "if_lissa_b20_d100_s50_seed0");
        double sum = 0;
        for (int j = 0; j < 32; j++) {
            double[] ours = new double[1000];
            double[] theirs = new double[1000];
            for (int i = 0; i < 1000; i++) {
                ours[i] = found.get(j * 1000 + i);
                theirs[i] = stored.get(i * 32 + j);
            }
            sum += correlation(ours, theirs) / 32;
        }
        double mean = sum;
        assertTrue(mean > 0.9, () -> "mean correlation " + mean);
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }
        return product / Math.sqrt(squareA * squareB);
    }

    @Test
    void aScalingThatIsTooSmallStopsAndNamesTheStep() {
        AttributionTask task = golden.task("g1", "s0");
        WorkFailedException failure = assertThrows(
                WorkFailedException.class,
                () -> scores(task, Map.of("scaling", "0.01", "depth", "500", "images", "50", "batch", "0")));
        assertTrue(
                failure.sentence()
                        .matches("The numbers are no longer finite at step \\d+ of LiSSA; raise the scaling.*"),
                failure.sentence());
    }
}

package dev.whence.engine.attribution.pathkernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.GrowingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trainings that the reference has explained. It divides by the size of the current batch, which is wrong for unequal ones,
 * and puts contributions on wrong images where a batch holds the whole shuffled set; there the ordered run, which is the
 * same training, serves for comparison.
 */
class PathKernelGoldenTest {

    private static final int TESTS = 6;
    private static final int CLASSES = 10;
    private static final int NUMBERS = TESTS * CLASSES;
    private static final int IMAGES = 64;

    private static ExecutionEngine engine;

    @TempDir
    Path folder;

    private static final Quadrature ONE_PART = new Quadrature.Adaptive(PathKernelOptions.TOLERANCE, 1, 1);

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private Dynamics explain(GoldenTrajectory run, Quadrature quadrature, boolean closed) {
        if (run.rule().adaptive() && !run.stored.containsKey("exp_avg_sq")) {
            SecondMoments.recompute(
                    engine,
                    run.network,
                    run.finalLayer,
                    run,
                    (state, moment) -> run.put(state, moment.clone()),
                    Progress.none());
        }
        PathKernelOptions options = PathKernelOptions.standard()
                .with(OutputKind.LOG_SOFTMAX)
                .with(quadrature)
                .withClosed(closed);
        return new PathKernel(engine, run.network, run.finalLayer)
                .explain(
                        run,
                        run.tests(),
                        ExplainedOutputs.all(TESTS, CLASSES),
                        options,
                        List.of(),
                        GrowingResult.at(folder.resolve("dynamics" + System.nanoTime())),
                        Progress.none());
    }

    /** The quadrature of the reference. */
    private static Quadrature reference() {
        return new Quadrature.Fixed(20, 5, 100);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "adamw_s0, adamw_s0, 1e-5",
        "sgd_s0, sgd_s0, 1e-4",
        "adamw_full_ordered_s0, adamw_full_ordered_s0, 1e-5",
        // Another run: its parameters differ by rounding from those that the reference explained.
        "adamw_full_shuffled_s0, adamw_full_ordered_s0, 2e-5"
    })
    void theReferencesQuadratureGivesTheReferencesNumbers(String name, String contributions, double tolerance) {
        GoldenTrajectory run = new GoldenTrajectory(name);
        GoldenTrajectory expected = new GoldenTrajectory(contributions);
        try (Dynamics dynamics = explain(run, reference(), false)) {
            double[] predictions =
                    IntStream.range(0, NUMBERS).mapToDouble(dynamics::predicted).toArray();
            for (int j = 0; j < NUMBERS; j++) {
                assertEquals(run.array("epk_prediction").get(j), predictions[j], 2e-5, "number " + j);
            }
            double byImage = worstContribution(dynamics, expected, false, NUMBERS);
            double byParameter = worstContribution(dynamics, expected, true, NUMBERS);
            assertTrue(byImage <= tolerance, "by image: " + byImage);
            assertTrue(byParameter <= tolerance, "by image and parameter: " + byParameter);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"adamw_s0", "sgd_s0", "adamw_full_ordered_s0", "adamw_full_shuffled_s0", "adamw_unequal_s0"})
    void onePointAndTheClosureReconstructTheNetwork(String name) {
        GoldenTrajectory run = new GoldenTrajectory(name);
        try (Dynamics dynamics = explain(run, Quadrature.fixed(1), true)) {
            for (int j = 0; j < NUMBERS; j++) {
                assertEquals(run.array("actual_prediction").get(j), dynamics.predicted(j), 5e-5, "number " + j);
                assertAdditive(dynamics, j);
            }
            if (name.equals("adamw_s0")) {
                // The two test images for which the reference kept its kernel.
                double worst = worstContribution(dynamics, run, false, 2 * CLASSES);
                assertTrue(worst <= 1e-3, name + " by image: " + worst);
            }
        }
    }

    /** Then the images do not add up to the network, and the kernel is what they do explain. */
    @Test
    void stepsThatTheBatchesDoNotExplainAreToldFromTheOthers() {
        int wrong = 20;
        GoldenTrajectory run = new GoldenTrajectory("adamw_s0") {
            @Override
            public int[] labels(int step) {
                int[] labels = super.labels(step);
                return step == wrong
                        ? IntStream.of(labels)
                                .map(label -> (label + 1) % CLASSES)
                                .toArray()
                        : labels;
            }
        };
        try (Dynamics dynamics = explain(run, Quadrature.fixed(1), true)) {
            double[] errors = dynamics.course().updateError();
            assertTrue(errors[wrong - 1] < 1e-4, "before: " + errors[wrong - 1]);
            assertTrue(errors[wrong] > 1e-2, "there: " + errors[wrong]);
            double missed = 0;
            for (int j = 0; j < NUMBERS; j++) {
                missed = Math.max(missed, Math.abs(dynamics.predicted(j) - dynamics.actual(j)));
                double[] steps = dynamics.course(j).reconstruction();
                assertEquals(dynamics.predicted(j), steps[steps.length - 1], 1e-4, "number " + j);
            }
            assertTrue(missed > 1e-2, "missed: " + missed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adamw_s0", "sgd_s0", "adamw_full_ordered_s0", "adamw_full_shuffled_s0"})
    void asManyPartsAsNeededFindTheContributionsOfAllImages(String name) {
        GoldenTrajectory run = new GoldenTrajectory(name);
        String comparable = name.equals("adamw_full_shuffled_s0") ? "adamw_full_ordered_s0" : name;
        try (Dynamics dynamics = explain(run, PathKernelOptions.standard().quadrature(), true)) {
            double worst = worstContribution(dynamics, new GoldenTrajectory(comparable), false, NUMBERS);
            assertTrue(worst <= 1e-3, name + " by image: " + worst);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adamw_s0", "sgd_s0", "adamw_full_ordered_s0"})
    void onePartWithAveragedKinksFindsTheContributionsOfAllImages(String name) {
        GoldenTrajectory run = new GoldenTrajectory(name);
        try (Dynamics dynamics = explain(run, ONE_PART, true)) {
            for (int j = 0; j < NUMBERS; j++) {
                assertEquals(run.array("actual_prediction").get(j), dynamics.predicted(j), 5e-5, "number " + j);
                assertAdditive(dynamics, j);
            }
            double worst = worstContribution(dynamics, run, false, NUMBERS);
            assertTrue(worst <= 1e-3, name + " by image: " + worst);
            System.out.printf("%s: %.1e of the largest contribution%n", name, worst);
        }
    }

    /** The reference is wrong here, so many points serve for comparison. */
    @Test
    @Tag("slow")
    void unequalBatchesNeedNoMorePartsThanOthers() {
        GoldenTrajectory run = new GoldenTrajectory("adamw_unequal_s0");
        float[][] exact = new float[NUMBERS][];
        double largest = 0;
        try (Dynamics dynamics = explain(run, Quadrature.fixed(150), false)) {
            for (int j = 0; j < NUMBERS; j++) {
                exact[j] = dynamics.contributions(j).total();
                for (float value : exact[j]) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
        }
        double worst = 0;
        try (Dynamics dynamics = explain(run, PathKernelOptions.standard().quadrature(), true)) {
            for (int j = 0; j < NUMBERS; j++) {
                float[] own = dynamics.contributions(j).total();
                for (int i = 0; i < own.length; i++) {
                    worst = Math.max(worst, Math.abs(own[i] - exact[j][i]));
                }
            }
        }
        assertTrue(worst <= 1e-3 * largest, "by image: " + worst / largest);
        System.out.printf("adamw_unequal_s0: %.1e of the largest contribution%n", worst / largest);
    }

    @Test
    @Tag("slow")
    void stepsDrawnAtRandomEstimateTheContributions() {
        GoldenTrajectory run = new GoldenTrajectory("adamw_s0");
        PathKernelOptions options =
                PathKernelOptions.standard().with(OutputKind.LOG_SOFTMAX).with(Quadrature.fixed(1));
        ExplainedOutputs one = new ExplainedOutputs(1, new int[] {3}, new int[] {-1}, CLASSES);
        double[] mean = new double[IMAGES];
        float[] all = totals(run, one, options, "all");
        int draws = 12;
        for (int draw = 0; draw < draws; draw++) {
            PathKernelOptions half = options.with(new StepSample(30, draw));
            assertTrue(half.words().toString().contains("30 random steps"));
            float[] found = totals(run, one, half, "half" + draw);
            for (int i = 0; i < IMAGES; i++) {
                mean[i] += found[i] / draws;
            }
        }
        double difference = 0;
        double size = 0;
        for (int i = 0; i < IMAGES; i++) {
            difference += (mean[i] - all[i]) * (mean[i] - all[i]);
            size += all[i] * all[i];
        }
        assertTrue(difference < 0.15 * size, "mean of estimates off by " + Math.sqrt(difference / size));
    }

    private float[] totals(GoldenTrajectory run, ExplainedOutputs one, PathKernelOptions options, String name) {
        try (Dynamics dynamics = new PathKernel(engine, run.network, run.finalLayer)
                .explain(
                        run,
                        run.tests(),
                        one,
                        options,
                        List.of(),
                        GrowingResult.at(folder.resolve(name)),
                        Progress.none())) {
            return dynamics.contributions(0).total();
        }
    }

    /** Images, steps and parameters add up, and so do the two ways of counting steps. */
    private static void assertAdditive(Dynamics dynamics, int number) {
        ImageContributions images = dynamics.contributions(number);
        double byImage = sum(images.total());
        double byParameter = 0;
        for (double group : dynamics.byGroup(number)) {
            byParameter += group;
        }
        double byStep = 0;
        for (double step : dynamics.course(number).kernelPerStep()) {
            byStep += step;
        }
        double regularisation = 0;
        for (double step : dynamics.course(number).regularisationPerStep()) {
            regularisation += step;
        }
        double size = Math.max(1, Math.abs(dynamics.predicted(number)));
        double whole = dynamics.predicted(number) - dynamics.initial(number) - regularisation;
        assertEquals(whole, byImage, 1e-5 * size);
        assertEquals(whole, byParameter, 1e-5 * size);
        assertEquals(whole, byStep, 1e-5 * size);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** The largest difference of a contribution to the first numbers over the largest contribution of all. */
    private static double worstContribution(Dynamics dynamics, GoldenTrajectory run, boolean byParameter, int numbers) {
        double largest = 0;
        double worst = 0;
        int groups = dynamics.info().groups().size();
        for (int j = 0; j < NUMBERS; j++) {
            float[][] own = byParameter
                    ? new float[groups][]
                    : new float[][] {dynamics.contributions(j).total()};
            for (int g = 0; byParameter && g < groups; g++) {
                own[g] = dynamics.contributions(j, g).total();
            }
            for (int i = 0; i < IMAGES; i++) {
                double sum = 0;
                for (int g = 0; g < groups; g++) {
                    double stored =
                            run.array("returned_kernel").get((g * NUMBERS + j) * IMAGES + i) / run.batch(0).length;
                    sum += stored;
                    if (byParameter) {
                        largest = Math.max(largest, Math.abs(stored));
                        worst = j < numbers ? Math.max(worst, Math.abs(own[g][i] - stored)) : worst;
                    }
                }
                if (!byParameter) {
                    largest = Math.max(largest, Math.abs(sum));
                    worst = j < numbers ? Math.max(worst, Math.abs(own[0][i] - sum)) : worst;
                }
            }
        }
        return worst / largest;
    }

    @Test
    void theStoredSecondMomentsFollowFromTheBatches() {
        GoldenTrajectory run = new GoldenTrajectory("adamw_s0");
        double[] worst = new double[1];
        SecondMoments.recompute(
                engine,
                run.network,
                run.finalLayer,
                run,
                (state, moment) -> {
                    float[] stored = run.secondMoment(state);
                    double largest = 0;
                    for (float value : stored) {
                        largest = Math.max(largest, value);
                    }
                    for (int i = 0; i < stored.length && largest > 0; i++) {
                        worst[0] = Math.max(worst[0], Math.abs(stored[i] - moment[i]) / largest);
                    }
                },
                Progress.none());
        assertTrue(worst[0] < 1e-5, "relative to the largest: " + worst[0]);
    }
}

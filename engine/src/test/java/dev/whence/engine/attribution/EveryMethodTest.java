package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered method must do, at its default settings unless the pictures are too few or the wait too long. */
class EveryMethodTest {

    /** Settings for sixty pictures and a network of a few hundred weights. */
    static final Map<String, Map<String, String>> SETTINGS = Map.of(
            "influence-lissa", Map.of("depth", "8", "batch", "20"),
            "influence-cg", Map.of("iterations", "4"),
            "influence-arnoldi", Map.of("iterations", "30", "directions", "20"),
            "trak", Map.of("dimensions", "24", "damping", "0.01"),
            "logra", Map.of("side", "4"),
            "factgrass", Map.of("dimensions", "4", "blowup", "4"));

    /**
     * Methods to which a training image's label means nothing; they look at the network's decision on it, and the sign says
     * whether their own model of the final layer gives the class less or more than the network.
     */
    private static final Set<String> LABEL_BLIND = Set.of("rps-l2");

    private static final Set<String> FOLLOWS_A_TRAINING = Set.of("dvemb", "path-kernel");

    @TempDir
    private static Path folder;

    private static int histories;

    private static ExecutionEngine engine;
    private static PlantedImages images;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        images = new PlantedImages(engine);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Stream<String> methods() {
        return MethodRegistry.all().stream().map(AttributionMethod::id);
    }

    /** A method with a task and settings that suit it. */
    record Ready<S extends Record>(AttributionMethod<S> method, AttributionTask task, S settings) {

        Attributor fit(Progress progress) {
            return method.fit(task, settings, progress);
        }

        Attributor restore(Attributor fitted) {
            return method.restore(task, settings, fitted.state());
        }
    }

    /** @param recorded a new folder for the training that a method follows */
    static <S extends Record> Ready<S> ready(AttributionMethod<S> method, AttributionTask task, Path recorded) {
        Map<String, String> values = new HashMap<>(SETTINGS.getOrDefault(method.id(), Map.of()));
        AttributionTask own = method.usesCheckpoints() ? task : task.lastCheckpoint();
        if (FOLLOWS_A_TRAINING.contains(method.id())) {
            own = PlantedHistory.record(own, recorded);
            values.put("history", recorded.toString());
        }
        return new Ready<>(method, own, SettingsSchema.of(method.settingsType()).parse(values));
    }

    private static Ready<?> ready(String id, AttributionTask task) {
        histories++;
        return ready(MethodRegistry.byId(id), task, folder.resolve("history" + histories));
    }

    private static Attributor fit(String id, AttributionTask task) {
        return ready(id, task).fit(Progress.none());
    }

    /** Scores of one test image, explaining one class. */
    private static double[] scores(Attributor attributor, Representations test, int target) {
        Tensor scores = attributor.attribute(test, Targets.resolve(new Target.OfClass(target), test), Progress.none());
        return IntStream.range(0, scores.size()).mapToDouble(scores::get).toArray();
    }

    private static void assertHighest(double[] scores, int image, String what) {
        double most = Arrays.stream(scores).max().orElseThrow();
        assertTrue(scores[image] > 0, () -> what + ": the planted image scores " + scores[image]);
        assertTrue(
                scores[image] >= most - 1e-6 * Math.abs(most),
                () -> what + ": the planted image scores " + scores[image] + ", another " + most);
    }

    private static double[] magnitudes(double[] scores) {
        return Arrays.stream(scores).map(Math::abs).toArray();
    }

    private static double[] negated(double[] scores) {
        return Arrays.stream(scores).map(score -> -score).toArray();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameImageWithTheRightLabelIsTheStrongestProponent(String id) {
        AttributionTask task = images.task(PlantedImages.LABEL);
        Representations test = images.tests(engine).select(0);
        double[] scores = scores(fit(id, task), test, PlantedImages.LABEL);
        assertHighest(
                LABEL_BLIND.contains(id) ? magnitudes(scores) : scores,
                task.train().size() - 1,
                "right label");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameImageWithAWrongLabelIsTheStrongestOpponentOfTheRightOne(String id) {
        if (LABEL_BLIND.contains(id)) {
            return;
        }
        AttributionTask task = images.task(1);
        Representations test = images.tests(engine).select(0);
        Attributor attributor = fit(id, task);
        int planted = task.train().size() - 1;
        assertHighest(negated(scores(attributor, test, PlantedImages.LABEL)), planted, "against the right label");
        assertHighest(scores(attributor, test, 1), planted, "for its own label");
    }

    private static void assertClose(double[] expected, double[] found, double tolerance, String what) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0, "all scores are zero");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], tolerance * largest, what + ", image " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void scoresDoNotDependOnTheOrderOfTheTrainingImages(String id) {
        Representations tests = images.tests(engine);
        int[] reversed = PlantedImages.reversed();
        Attributor forward = fit(id, images.task());
        Attributor backward = fit(id, images.task(engine, reversed));
        Tensor selfForward = forward.selfInfluence(Progress.none());
        Tensor selfBackward = backward.selfInfluence(Progress.none());
        for (int j = 0; j < tests.size(); j++) {
            double[] expected = scores(forward, tests.select(j), 1);
            double[] found = scores(backward, tests.select(j), 1);
            assertClose(
                    expected, Arrays.stream(reversed).mapToDouble(i -> found[i]).toArray(), 1e-5, "scores");
        }
        assertClose(
                IntStream.range(0, reversed.length)
                        .mapToDouble(selfForward::get)
                        .toArray(),
                Arrays.stream(reversed).mapToDouble(selfBackward::get).toArray(),
                1e-5,
                "self-influence");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void scoresDoNotDependOnWhatElseIsAskedNorOnThreads(String id) {
        Representations tests = images.tests(engine);
        Attributor attributor = fit(id, images.task());
        Tensor together = attributor.attribute(tests, Targets.resolve(new Target.OfClass(2), tests), Progress.none());
        int n = together.shape().dim(1);
        try (ExecutionEngine wide = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 2))) {
            Attributor other = fit(id, images.task(wide, IntStream.range(0, n).toArray()));
            for (int j = 0; j < tests.size(); j++) {
                int row = j;
                double[] expected = IntStream.range(0, n)
                        .mapToDouble(i -> together.get(row * n + i))
                        .toArray();
                assertClose(expected, scores(attributor, tests.select(j), 2), 1e-6, "alone");
                assertClose(expected, scores(other, tests.select(j), 2), 1e-6, "two threads");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatWasStoredGivesTheSameScores(String id) {
        Ready<?> ready = ready(id, images.task());
        Attributor fitted = ready.fit(Progress.none());
        Attributor restored = ready.restore(fitted);
        Representations test = images.tests(engine).select(1);
        assertClose(scores(fitted, test, 1), scores(restored, test, 1), 0, "restored");
    }

    /** A contrast speaks for one class and against another: swapping them swaps the sign. */
    @ParameterizedTest
    @MethodSource("methods")
    void aContrastTurnsItsSignWithItsClasses(String id) {
        Attributor attributor = fit(id, images.task());
        Representations tests = images.tests(engine);
        Tensor one = attributor.attribute(tests, Targets.resolve(new Target.Contrast(1, 2), tests), Progress.none());
        Tensor other = attributor.attribute(tests, Targets.resolve(new Target.Contrast(2, 1), tests), Progress.none());
        assertClose(
                IntStream.range(0, one.size()).mapToDouble(one::get).toArray(),
                IntStream.range(0, one.size()).mapToDouble(i -> -other.get(i)).toArray(),
                1e-6,
                "contrast");
    }

    @Test
    void methodsHaveNamesOfTheirOwn() {
        List<AttributionMethod<?>> all = MethodRegistry.all();
        Set<String> titles = new HashSet<>();
        for (AttributionMethod<?> method : all) {
            assertTrue(titles.add(method.title()), method.title());
            assertFalse(method.summary().isBlank() || method.scoreMeaning().isBlank(), method.id());
        }
    }
}

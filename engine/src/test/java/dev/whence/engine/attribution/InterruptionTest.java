package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that is stopped anywhere does nothing more, and goes on later with the same bits and without starting anew. */
class InterruptionTest {

    /** More than three blocks of gradients. */
    private static final int IMAGES = 400;

    /** Work that looks at the wish to stop less often is too short to be kept. */
    private static final int FEWEST_CHECKS = 5;

    /** Methods that solve a system of equations for each training image on its way to itself. */
    private static final Set<String> SELF_TAKES_LONG = Set.of("influence-cg", "influence-lissa");

    private static final int PLACES = 3;

    /** Methods whose work is over before anything needs to be kept, or whose solver starts anew. */
    private static final Set<String> START_ANEW = Set.of("knn-shapley", "dualda");

    private static ExecutionEngine engine;
    private static PlantedImages images;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
        images = new PlantedImages(engine);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private EveryMethodTest.Ready<?> ready(String id) {
        int[] order = IntStream.range(0, IMAGES).toArray();
        return EveryMethodTest.ready(MethodRegistry.byId(id), images.task(engine, order), folder.resolve("history"));
    }

    private static float[] scores(EveryMethodTest.Ready<?> ready, InterruptedWork work) {
        Attributor attributor = ready.fit(work.part("fit"));
        float[] scores =
                attributor.attribute(tests(), targets(), work.part("scores")).floats();
        if (SELF_TAKES_LONG.contains(ready.method().id())) {
            return scores;
        }
        float[] own = attributor.selfInfluence(work.part("self")).floats();
        float[] all = new float[scores.length + own.length];
        System.arraycopy(scores, 0, all, 0, scores.length);
        System.arraycopy(own, 0, all, scores.length, own.length);
        return all;
    }

    @ParameterizedTest
    @MethodSource("dev.whence.engine.attribution.EveryMethodTest#methods")
    void stoppedWorkGoesOnWithTheSameBits(String id) {
        EveryMethodTest.Ready<?> ready = ready(id);
        InterruptedWork whole = new InterruptedWork();
        float[] expected = scores(ready, whole);
        int checks = whole.checks();
        assertTrue(checks > PLACES, () -> "the wish to stop was looked for only " + checks + " times");
        for (int place = 1; place <= PLACES; place++) {
            int stopAt = Math.max(1, (int) ((long) checks * place / (PLACES + 1)));
            InterruptedWork stopped = new InterruptedWork();
            stopped.stopAt(stopAt);
            assertThrows(CancelledException.class, () -> scores(ready, stopped));
            assertEquals(0, stopped.signsAfterTheWish(), () -> "work after check " + stopAt + " of " + checks);
            stopped.goOn();
            assertArrayEquals(expected, scores(ready, stopped), () -> "stopped at check " + stopAt);
        }
    }

    /** However often it is stopped, it comes to its end as long as each attempt gets a little further. */
    @ParameterizedTest
    @MethodSource("dev.whence.engine.attribution.EveryMethodTest#methods")
    void attemptsThatAreEachTooShortFinishTogether(String id) {
        if (START_ANEW.contains(id)) {
            return;
        }
        EveryMethodTest.Ready<?> ready = ready(id);
        InterruptedWork work = new InterruptedWork();
        Attributor whole = ready.fit(work.part("fit"));
        int checks = work.checks();
        boolean repeated = finished(
                checks,
                attempt -> ready.fit(attempt).attribute(tests(), targets(), Progress.none()),
                whole.attribute(tests(), targets(), Progress.none()));
        if (!ready.method().answersAtOnce()) {
            work.goOn();
            Tensor expected = whole.attribute(tests(), targets(), work.part("scores"));
            repeated |= finished(work.checks(), attempt -> whole.attribute(tests(), targets(), attempt), expected);
        }
        assertTrue(repeated, "one attempt was enough");
    }

    /** @return whether it took more than one attempt */
    private static boolean finished(int checks, Function<Progress, Tensor> task, Tensor expected) {
        InterruptedWork work = new InterruptedWork();
        for (int attempt = 1; attempt < 100; attempt++) {
            work.goOn();
            work.stopAt(checks < FEWEST_CHECKS ? Integer.MAX_VALUE : 2 * checks / 3);
            try {
                assertArrayEquals(
                        expected.floats(), task.apply(work.part("work")).floats());
                return attempt > 1;
            } catch (CancelledException stopped) {
                continue;
            }
        }
        throw new AssertionError("every attempt started anew");
    }

    private static Representations tests() {
        return images.tests(engine);
    }

    private static Targets targets() {
        return Targets.resolve(new Target.Predicted(), tests());
    }
}

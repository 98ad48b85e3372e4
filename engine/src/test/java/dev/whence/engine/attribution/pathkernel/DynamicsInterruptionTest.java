package dev.whence.engine.attribution.pathkernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.GrowingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dynamics and parameter kernels that are stopped anywhere go on later and end with the same files, byte for byte. */
class DynamicsInterruptionTest {

    private static final int TESTS = 6;
    private static final int CLASSES = 10;
    private static final int STEPS = 8;
    private static final int PLACES = 5;
    private static final PathKernelOptions ONE_POINT =
            PathKernelOptions.standard().with(Quadrature.fixed(1));

    /** For 24 of 60 numbers, or four images of ten outputs, at a time. */
    private static final long LITTLE_MEMORY = 4L * 4 * 3898 * 24;

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

    private enum Work {
        /** All numbers in one passage; each step follows from the batches. */
        ADAPTIVE,
        /** Decay in the gradient, and numbers in three passages. */
        COUPLED_DECAY,
        /** Some batches do not explain their steps, in three passages. */
        UNEXPLAINED_STEPS,
        PARAMETER_KERNELS;

        void run(GrowingResult place, Progress progress) {
            GoldenTrajectory run = trajectory(this == COUPLED_DECAY ? "sgd_s0" : "adamw_s0", this == UNEXPLAINED_STEPS);
            PathKernel kernel = new PathKernel(engine, run.network, run.finalLayer);
            PathKernelOptions options = this == ADAPTIVE ? ONE_POINT : ONE_POINT.withMemory(LITTLE_MEMORY);
            if (this == PARAMETER_KERNELS) {
                kernel.parameterKernels(run, run.tests(), 4, options, place, progress)
                        .close();
            } else {
                ExplainedOutputs outputs = ExplainedOutputs.all(TESTS, CLASSES);
                kernel.explain(run, run.tests(), outputs, options, List.of(), place, progress)
                        .close();
            }
        }

        /** The beginning of a run, with or without wrong labels in every second step. */
        private static GoldenTrajectory trajectory(String name, boolean wrong) {
            return new GoldenTrajectory(name) {
                @Override
                public int steps() {
                    return STEPS;
                }

                @Override
                public int[] labels(int step) {
                    int[] labels = super.labels(step);
                    return wrong && step % 2 == 1
                            ? IntStream.of(labels)
                                    .map(label -> (label + 1) % CLASSES)
                                    .toArray()
                            : labels;
                }
            };
        }
    }

    /** Every state is written. */
    private GrowingResult place(String name) {
        return new GrowingResult(
                folder.resolve(name), folder.resolve("unfinished").resolve(name), Duration.ZERO);
    }

    /** Counts how often it is asked, and wishes to stop at one of the times. */
    private static Progress stopping(AtomicInteger asked, int at) {
        return Progress.silent(() -> asked.incrementAndGet() >= at);
    }

    private Map<String, byte[]> whole(Work work, AtomicInteger checks) throws IOException {
        work.run(GrowingResult.at(folder.resolve("whole")), stopping(checks, Integer.MAX_VALUE));
        return files(folder.resolve("whole"));
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private void assertSame(Map<String, byte[]> expected, String name) throws IOException {
        Map<String, byte[]> actual = files(folder.resolve(name));
        assertEquals(expected.keySet(), actual.keySet(), name);
        expected.forEach((file, bytes) -> assertArrayEquals(bytes, actual.get(file), name + ": " + file));
        assertEquals(Map.of(), files(folder.resolve("unfinished")), "left behind");
    }

    @ParameterizedTest
    @EnumSource
    void stoppedAnywhereItGoesOnToTheSameFiles(Work work) throws IOException {
        AtomicInteger checks = new AtomicInteger();
        Map<String, byte[]> expected = whole(work, checks);
        for (int place = 1; place <= PLACES; place++) {
            String name = "place " + place;
            int at = checks.get() * place / (PLACES + 1);
            assertThrows(CancelledException.class, () -> work.run(place(name), stopping(new AtomicInteger(), at)));
            assertFalse(Files.exists(folder.resolve(name)), "a part must not look like a result");
            AtomicInteger rest = new AtomicInteger();
            work.run(place(name), stopping(rest, Integer.MAX_VALUE));
            assertSame(expected, name);
            assertTrue(place < 3 || rest.get() < checks.get(), "it started anew");
        }
    }

    @ParameterizedTest
    @EnumSource
    void attemptsThatAreEachTooShortFinishTogether(Work work) throws IOException {
        AtomicInteger checks = new AtomicInteger();
        Map<String, byte[]> expected = whole(work, checks);
        int attempts = 1;
        while (!finishes(work, 2 * checks.get() / 3)) {
            attempts++;
            assertTrue(attempts < 20, "it never gets further");
        }
        assertTrue(attempts > 1, "one attempt was enough");
        assertSame(expected, "short");
    }

    private boolean finishes(Work work, int at) {
        try {
            work.run(place("short"), stopping(new AtomicInteger(), at));
            return true;
        } catch (CancelledException stopped) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsDamagedIsComputedAgain(Work work) throws IOException {
        AtomicInteger checks = new AtomicInteger();
        Map<String, byte[]> expected = whole(work, checks);
        int at = checks.get() * 9 / 10;
        assertThrows(CancelledException.class, () -> work.run(place("kept"), stopping(new AtomicInteger(), at)));
        Path unfinished = folder.resolve("unfinished");
        Map<String, byte[]> kept = files(unfinished);
        int number = 0;
        for (String file : kept.keySet()) {
            if (kept.get(file).length == 0) {
                continue;
            }
            for (Map.Entry<String, byte[]> each : kept.entrySet()) {
                Files.createDirectories(unfinished.resolve(each.getKey()).getParent());
                Files.write(unfinished.resolve(each.getKey()), each.getValue());
            }
            damage(unfinished.resolve(file), kept.get(file), number++);
            Path result = folder.resolve("kept");
            work.run(place("kept"), Progress.none());
            assertSame(expected, "kept");
            Files.move(result, folder.resolve("damaged " + number));
        }
        assertTrue(number >= 3, "only " + number + " files were there");
    }

    private static void damage(Path file, byte[] bytes, int number) throws IOException {
        switch (number % 4) {
            case 0 -> {
                byte[] altered = bytes.clone();
                altered[bytes.length - 1 - bytes.length / 8] ^= 1;
                Files.write(file, altered);
            }
            case 1 -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case 2 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 4));
            default -> Files.delete(file);
        }
    }

    @Test
    void twoAttemptsAtATimeBothGiveTheResult() throws IOException {
        AtomicInteger checks = new AtomicInteger();
        Map<String, byte[]> expected = whole(Work.ADAPTIVE, checks);
        AtomicInteger asked = new AtomicInteger();
        Work.ADAPTIVE.run(place("both"), Progress.silent(() -> {
            if (asked.incrementAndGet() == checks.get() / 2) {
                Work.ADAPTIVE.run(place("both"), Progress.none());
                assertTrue(Files.exists(folder.resolve("both")), "the second has a result");
            }
            return false;
        }));
        assertSame(expected, "both");
    }
}

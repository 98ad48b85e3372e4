package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States on disk: the latest is found, a damaged one is not, and only one is there. */
class StateFileTest {

    private static final int STEPS = 10;

    @TempDir
    Path folder;

    private StateKeeper keeper(Duration pace) {
        return new UnfinishedWork(folder.resolve("work"), pace).state("iteration", STEPS);
    }

    private static List<Tensor> arrays(int step) {
        return List.of(Tensor.of(new double[] {Math.sqrt(step), -0.0}, 1, 2), Tensor.of(new float[] {0.1f * step}, 1));
    }

    private StateKeeper.State kept() {
        return Objects.requireNonNull(keeper(Duration.ZERO).kept());
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/iteration"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.get(0);
        }
    }

    @Test
    void theLatestStateIsFoundBitForBit() throws IOException {
        new StateFile(folder.resolve("work/iteration"), 3, Duration.ZERO).keep(3, () -> arrays(3));
        keeper(Duration.ofHours(1)).keep(STEPS, () -> arrays(STEPS));
        assertEquals(STEPS, kept().step());
        assertArrayEquals(arrays(STEPS).get(0).doubles(), kept().arrays().get(0).doubles());
        assertArrayEquals(arrays(STEPS).get(1).floats(), kept().arrays().get(1).floats());
        assertEquals("10.npz", String.valueOf(only().getFileName()));
    }

    @Test
    void statesBetweenTheTimesOfWritingAreNotEvenMade() {
        keeper(Duration.ofHours(1)).keep(3, () -> {
            throw new IllegalStateException("made");
        });
        assertNull(keeper(Duration.ZERO).kept());
    }

    @Test
    void aDamagedStateCountsForNothing() throws IOException {
        keeper(Duration.ZERO).keep(STEPS, () -> arrays(STEPS));
        byte[] bytes = Files.readAllBytes(only());
        bytes[bytes.length / 4] ^= 1;
        Files.write(only(), bytes);
        assertNull(keeper(Duration.ZERO).kept());
    }
}

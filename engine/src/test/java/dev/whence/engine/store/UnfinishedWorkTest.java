package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.whence.engine.job.RowKeeper;
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

/** Rows on disk: what was finished is found, what is damaged or has a gap before it is not. */
class UnfinishedWorkTest {

    private static final int COUNT = 10;

    @TempDir
    Path folder;

    private UnfinishedWork work() {
        return new UnfinishedWork(folder.resolve("work"), Duration.ZERO);
    }

    private static Tensor rows(int from, int to) {
        double[] values = new double[2 * (to - from)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sqrt(2 * from + i + 1);
        }
        return Tensor.of(values, to - from, 2);
    }

    private void keepThree() {
        RowKeeper keeper = work().rows("scores", COUNT);
        keeper.keep(0, rows(0, 3));
        keeper.keep(3, rows(3, 6));
        keeper.keep(6, rows(6, 8));
    }

    private Tensor kept() {
        return Objects.requireNonNull(work().rows("scores", COUNT).kept());
    }

    @Test
    void anotherProcessFindsWhatWasFinished() {
        keepThree();
        assertArrayEquals(rows(0, 8).doubles(), kept().doubles());
        assertNull(work().rows("other", COUNT).kept());
    }

    @Test
    void rowsBehindADamagedFileAreComputedAgain() throws IOException {
        keepThree();
        Path second = files().stream()
                .filter(file -> String.valueOf(file.getFileName()).startsWith("3-6-"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(second);
        bytes[bytes.length - 1] ^= 1;
        Files.write(second, bytes);
        assertArrayEquals(rows(0, 3).doubles(), kept().doubles());
        assertFalse(Files.exists(second));
    }

    @Test
    void theLongerOfTwoFilesWithTheSameStartCounts() {
        keepThree();
        RowKeeper another = work().rows("scores", COUNT);
        another.keep(0, rows(0, 5));
        assertEquals(5, kept().shape().dim(0));
    }

    @Test
    void theLastRowsNeverWait() {
        RowKeeper keeper = new UnfinishedWork(folder.resolve("work"), Duration.ofHours(1)).rows("scores", COUNT);
        keeper.keep(0, rows(0, 3));
        assertNull(work().rows("scores", COUNT).kept());
        keeper.keep(3, rows(3, COUNT));
        assertArrayEquals(rows(0, COUNT).doubles(), kept().doubles());
    }

    @Test
    void nothingIsLeftOfWholeWork() throws IOException {
        keepThree();
        work().discard();
        assertEquals(List.of(), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}

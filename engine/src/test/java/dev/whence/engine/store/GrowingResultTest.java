package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result appears whole or not at all; what is not whole stays for the next attempt, but never for two at a time. */
class GrowingResultTest {

    private static final String PIECE = "piece";

    @TempDir
    Path folder;

    private GrowingResult place() {
        return GrowingResult.kept(folder.resolve("results/one"), folder.resolve("unfinished/one"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopped(GrowingResult place, String text) {
        assertThrows(
                CancelledException.class,
                () -> place.write((part, scratch, work) -> {
                    write(part.resolve(PIECE), text);
                    write(scratch.resolve("notes"), text);
                    work.state("steps", 1).keep(1, () -> List.of(Tensor.of(new float[] {1}, 1)));
                    throw new CancelledException();
                }));
    }

    private List<String> all() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theNextAttemptFindsWhatWasThereAndLeavesTheResultOnly() throws IOException {
        stopped(place(), "first");
        place().write((part, scratch, work) -> {
            assertTrue(Files.exists(part.resolve(PIECE)));
            assertTrue(Files.exists(scratch.resolve("notes")));
            StateKeeper.State kept = work.state("steps", 1).kept();
            assertTrue(kept != null && kept.step() == 1);
        });
        assertEquals(List.of("results/one/piece"), all());
    }

    @Test
    void withoutAPlaceNothingIsKept() throws IOException {
        stopped(GrowingResult.at(folder.resolve("results/one")), "first");
        assertEquals(List.of(), all());
    }

    @Test
    void aSecondAttemptMeanwhileWorksOnItsOwn() throws IOException {
        stopped(place(), "first");
        place().write((part, scratch, work) -> {
            stopped(place(), "second");
            place().write((own, notes, none) -> {
                assertFalse(Files.exists(own.resolve(PIECE)));
                write(own.resolve(PIECE), "first");
            });
            assertTrue(Files.exists(part.resolve(PIECE)), "the first goes on undisturbed");
        });
        assertEquals(List.of("results/one/piece"), all());
        assertEquals("first", Files.readString(folder.resolve("results/one/piece")));
    }

    @Test
    void whatSomebodyElseLeftMeanwhileIsRemoved() throws IOException {
        stopped(place(), "first");
        FolderLock other = Objects.requireNonNull(FolderLock.tryTake(folder.resolve("unfinished/one")));
        place().write((part, scratch, work) -> {
            write(part.resolve(PIECE), "second");
            other.close();
        });
        assertEquals(List.of("results/one/piece"), all());
    }

    @Test
    void whatIsLeftOfAWholeResultIsRemoved() throws IOException {
        stopped(place(), "first");
        place().discardUnfinished();
        assertEquals(List.of(), all());
    }

    /** Another process holds the right until it is killed. */
    @Test
    void theRightToWorkEndsWithItsProcess() throws IOException, InterruptedException {
        Path place = folder.resolve("unfinished/one");
        Path ready = folder.resolve("ready");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        place.toString(),
                        ready.toString())
                .redirectErrorStream(true)
                .start();
        try {
            while (other.isAlive() && !Files.exists(ready)) {
                Thread.sleep(10);
            }
            assertTrue(Files.exists(ready), "the other process has not come up");
            try (FolderLock mine = FolderLock.tryTake(place)) {
                assertEquals(null, mine);
            }
        } finally {
            other.destroyForcibly();
        }
        assertTrue(other.waitFor(1, TimeUnit.MINUTES));
        try (FolderLock mine = FolderLock.tryTake(place)) {
            assertTrue(mine != null, "the right did not come back");
        }
    }

    /** Takes the right and keeps it. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (FolderLock lock = FolderLock.tryTake(Path.of(arguments[0]))) {
                if (lock != null) {
                    FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                            .close();
                    TimeUnit.MINUTES.sleep(5);
                }
            }
        }
    }
}

package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only quiet files of ended processes with a name of our own making go. */
class OwnedPartsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(OwnedParts.QUIET).minusSeconds(1);

    @TempDir
    Path folder;

    @Test
    void removesOnlyWhatADeadProcessLeft() throws IOException, InterruptedException {
        long dead = deadProcess();
        Path abandoned = file("kind-" + dead + "-" + UUID.randomUUID() + ".part", LONG_AGO);
        Path fresh = file("kind-" + dead + "-" + UUID.randomUUID() + ".part", NOW.minusSeconds(60));
        Path alive = file(OwnedParts.name("kind", ".part"), LONG_AGO);
        Path otherKind = file("other-" + dead + "-" + UUID.randomUUID() + ".part", LONG_AGO);
        Path foreign = file("kind-" + dead + "-notes.part", LONG_AGO);
        OwnedParts.removeAbandoned(folder, "kind", ".part", NOW);
        assertFalse(Files.exists(abandoned));
        for (Path kept : new Path[] {fresh, alive, otherKind, foreign}) {
            assertTrue(Files.exists(kept), kept.toString());
        }
    }

    @Test
    void aWriteRemovesWhatAKilledWriteOfTheSameFileLeft() throws IOException, InterruptedException {
        Path target = folder.resolve("scores.npz");
        Path abandoned = file(".scores.npz-" + deadProcess() + "-" + UUID.randomUUID() + ".part", Instant.EPOCH);
        Path neighbour = file(".other.npz-" + deadProcess() + "-" + UUID.randomUUID() + ".part", Instant.EPOCH);
        AtomicFiles.writeText(target, "done");
        assertTrue(Files.exists(target));
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(neighbour));
    }

    private Path file(String name, Instant changed) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(changed));
        return file;
    }

    private static long deadProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return process.pid();
    }
}

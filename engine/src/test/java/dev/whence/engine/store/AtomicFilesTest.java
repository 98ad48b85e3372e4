package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.job.CancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path folder;

    @Test
    void replacesTheOldFile() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");
        AtomicFiles.writeText(file, "new");
        assertEquals("new", Files.readString(file));
        assertEquals(List.of(file), listed());
    }

    @Test
    void fullDiskKeepsTheOldFileAndLeavesNothing() throws IOException {
        Path file = folder.resolve("a.bin");
        AtomicFiles.writeText(file, "old");
        WorkFailedException failure = assertThrows(
                WorkFailedException.class,
                () -> AtomicFiles.write(file, out -> out.write(new byte[200_000]), new FullDisk(100_000)));
        assertTrue(failure.sentence().startsWith("The disk is full"), failure.sentence());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), listed());
    }

    @Test
    void cancellingInTheMiddleLeavesNothing() throws IOException {
        assertThrows(
                CancelledException.class,
                () -> AtomicFiles.write(folder.resolve("a.bin"), out -> {
                    out.write(new byte[200_000]);
                    throw new CancelledException();
                }));
        assertEquals(List.of(), listed());
    }

    @Test
    void fileInTheWayIsNamed() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "x");
        WorkFailedException failure =
                assertThrows(WorkFailedException.class, () -> AtomicFiles.writeText(inTheWay.resolve("a.txt"), "text"));
        assertTrue(failure.sentence().contains("is a file"), failure.sentence());
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

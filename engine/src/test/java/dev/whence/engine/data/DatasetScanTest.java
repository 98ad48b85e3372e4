package dev.whence.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetScanTest {

    @TempDir
    Path folder;

    private Path data = Path.of("");
    private Path cache = Path.of("");

    @BeforeEach
    void makeImages() throws IOException {
        data = folder.resolve("data");
        cache = folder.resolve("cache");
        for (int i = 0; i < 6; i++) {
            TestImages.greyPng(data.resolve(i % 2 + "/" + i + ".png"), 3, i * 10);
        }
    }

    private DatasetScan.Result scan() {
        return DatasetScan.scan(Datasets.open(data, false), cache, Progress.none());
    }

    @Test
    void unreadableImagesAreNamedAndLeftOut() throws IOException {
        Files.writeString(data.resolve("0/3.png"), "no picture");
        byte[] jpeg = Files.readAllBytes(TestImages.colour(data.resolve("1/cut.jpg"), 64, 64, "jpg"));
        Files.write(data.resolve("1/cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        Files.createFile(data.resolve("1/nothing.png"));
        DatasetScan.Result result = scan();
        assertEquals(6, result.readable().size());
        assertEquals(3, result.unreadable().size());
        assertTrue(result.unreadable().get(2).reason().contains("is empty (0 bytes)"));
        assertEquals("0/3.png", result.unreadable().get(0).name());
        assertEquals("1/cut.jpg", result.unreadable().get(1).name());
        assertTrue(result.unreadable().get(1).reason().contains("damaged or cut off"));
    }

    @Test
    void linksThatLeadNowhereAreNamedAndCounted() throws IOException {
        int before = scan().readable().size();
        Files.createSymbolicLink(data.resolve("1/gone.png"), folder.resolve("nowhere.png"));
        Files.createSymbolicLink(data.resolve("1/copy.png"), data.resolve("1").relativize(data.resolve("0/0.png")));
        Files.createSymbolicLink(data.resolve("lost"), folder.resolve("no-such-folder"));
        DatasetScan.Result result = scan();
        assertEquals(before + 1, result.readable().size());
        assertEquals(
                List.of("1/gone.png"),
                result.unreadable().stream().map(DatasetScan.Unreadable::name).toList());
        assertTrue(result.unreadable().get(0).reason().contains("check that it exists"));
        assertTrue(Datasets.open(data, false).notes().stream().anyMatch(note -> note.contains("The link lost")));
    }

    @Test
    void onlyUnreadableImagesAreAnError() throws IOException {
        Path bad = folder.resolve("bad/0");
        Files.writeString(Files.createDirectories(bad).resolve("x.png"), "no picture");
        ImageDataset dataset = Datasets.open(folder.resolve("bad"), false);
        BadInputException failure =
                assertThrows(BadInputException.class, () -> DatasetScan.scan(dataset, null, Progress.none()));
        assertTrue(failure.sentence().startsWith("None of the 1 images"), failure.sentence());
    }

    @Test
    void duplicatesShareTheirIdAndTheManifestForgetsThePath() throws IOException {
        Files.copy(data.resolve("0/0.png"), data.resolve("1/copy.png"));
        DatasetScan.Result result = scan();
        assertEquals(result.readable().id(0), result.readable().id(6));
        String hash = ManifestHash.of(result.readable());
        Path moved = Files.move(data, folder.resolve("moved"));
        assertEquals(hash, ManifestHash.of(Datasets.open(moved, false)));
        TestImages.greyPng(moved.resolve("1/1.png"), 3, 99);
        assertNotEquals(hash, ManifestHash.of(Datasets.open(moved, false)));
    }

    @Test
    void knownFilesAreNotReadAgainUntilTheyChange() throws IOException {
        String before = scan().readable().id(0);
        Path first = data.resolve("0/0.png");
        FileTime time = Files.getLastModifiedTime(first);
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, new byte[bytes.length]);
        Files.setLastModifiedTime(first, time);
        assertEquals(before, scan().readable().id(0), "same size and time: taken from the cache");
        Files.setLastModifiedTime(first, FileTime.from(Instant.EPOCH));
        assertEquals(1, scan().unreadable().size(), "looked at again");
    }

    @Test
    void damagedCacheIsOnlyForgotten() throws IOException {
        String before = scan().readable().id(0);
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 3] ^= 1;
                Files.write(file, bytes);
            }
        }
        DatasetScan.Result again = scan();
        assertEquals(before, again.readable().id(0));
        assertEquals(
                new ContentHash()
                        .add(Files.readAllBytes(data.resolve("1/5.png")))
                        .hex(),
                again.readable().id(5));
    }

    @Test
    void cancelledScanLeavesNoCache() throws IOException {
        Progress cancelled = Progress.silent(() -> true);
        ImageDataset dataset = Datasets.open(data, false);
        assertThrows(CancelledException.class, () -> DatasetScan.scan(dataset, cache, cancelled));
        try (Stream<Path> files = Files.walk(cache)) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }
}

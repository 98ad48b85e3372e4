package dev.whence.sampledata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.WorkFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleProjectTest {

    @TempDir
    Path folder;

    @Test
    void everyClassHasTheSameNumberOfImagesInBothSplits() throws IOException {
        SampleProject.in(folder);
        assertArrayEquals(counts(600), labelCounts("train-labels-idx1-ubyte.gz"));
        assertArrayEquals(counts(100), labelCounts("test-labels-idx1-ubyte.gz"));
    }

    @Test
    void imageFilesHoldAsManyPicturesAsTheyAnnounce() throws IOException {
        SampleProject sample = SampleProject.in(folder);
        assertEquals(List.of(6000, 28, 28), imageShape(sample.trainingImages()));
        assertEquals(List.of(1000, 28, 28), imageShape(sample.testImages()));
    }

    @Test
    void theSelectedTestImageIsAnAnkleBoot() throws IOException {
        SampleProject sample = SampleProject.in(folder);
        ByteBuffer labels = unzipped(folder.resolve("test-labels-idx1-ubyte.gz"));
        int label = labels.get(8 + sample.selectedTestImage());
        assertEquals("Ankle boot", sample.classNames().get(label));
    }

    @Test
    void damagedAndMissingFilesAreUnpackedAgainAndOnlyThose() throws IOException {
        SampleProject sample = SampleProject.in(folder);
        byte[] intact = Files.readAllBytes(sample.model());
        byte[] damaged = intact.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(sample.model(), damaged);
        Files.delete(sample.testImages());
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(sample.trainingImages(), longAgo);

        SampleProject.in(folder);

        assertArrayEquals(intact, Files.readAllBytes(sample.model()));
        assertTrue(Files.isRegularFile(sample.testImages()));
        assertEquals(longAgo, Files.getLastModifiedTime(sample.trainingImages()));
    }

    @Test
    void unpackingLeavesNothingButTheListedFiles() throws IOException {
        SampleProject.in(folder.resolve("deep/er"));
        try (Stream<Path> files = Files.list(folder.resolve("deep/er"))) {
            assertEquals(
                    List.of(
                            "LICENSE-fashion-mnist.txt",
                            "small-cnn.pt",
                            "test-images-idx3-ubyte.gz",
                            "test-labels-idx1-ubyte.gz",
                            "train-images-idx3-ubyte.gz",
                            "train-labels-idx1-ubyte.gz"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void anUnusableFolderIsReportedInOneSentence() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        WorkFailedException failure = assertThrows(WorkFailedException.class, () -> SampleProject.in(file));
        assertTrue(failure.sentence().contains(file.toString()));
    }

    private int[] labelCounts(String name) throws IOException {
        ByteBuffer labels = unzipped(folder.resolve(name));
        assertEquals(0x801, labels.getInt());
        assertEquals(labels.getInt(), labels.remaining());
        int[] counts = new int[10];
        while (labels.hasRemaining()) {
            counts[labels.get()]++;
        }
        return counts;
    }

    private static List<Integer> imageShape(Path file) throws IOException {
        ByteBuffer images = unzipped(file);
        assertEquals(0x803, images.getInt());
        List<Integer> shape = List.of(images.getInt(), images.getInt(), images.getInt());
        assertEquals(shape.get(0) * shape.get(1) * shape.get(2), images.remaining());
        return shape;
    }

    private static int[] counts(int each) {
        int[] counts = new int[10];
        Arrays.fill(counts, each);
        return counts;
    }

    private static ByteBuffer unzipped(Path file) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return ByteBuffer.wrap(stream.readAllBytes());
        }
    }
}

package dev.whence.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    @TempDir
    Path folder;

    private static void assertRefused(Path place, String reason) {
        BadInputException failure = assertThrows(BadInputException.class, () -> Datasets.open(place, false));
        assertTrue(failure.sentence().contains(reason), failure.sentence());
        assertTrue(failure.sentence().contains(place.getFileName().toString()), failure.sentence());
    }

    @Test
    void folderOrderIsClassesByNameThenFilesByFolderAndName() throws IOException {
        for (String name : List.of("b/2.png", "b/10.png", "a/z.png", "a/sub/a.png", "b/.hidden.png", ".git/x.png")) {
            TestImages.greyPng(folder.resolve(name), 2, 7);
        }
        Files.writeString(folder.resolve("b/notes.txt"), "no image");
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(Files.createDirectories(folder.resolve("docs")).resolve("readme.md"), "text");
        ImageDataset dataset = Datasets.open(folder, false);
        assertEquals(List.of("a", "b", "empty"), dataset.classNames());
        assertEquals(4, dataset.size());
        assertEquals("a/z.png", dataset.name(0));
        assertEquals("a/sub/a.png", dataset.name(1));
        assertEquals("b/10.png", dataset.name(2));
        assertEquals("b/2.png", dataset.name(3));
        assertArrayEquals(new long[] {0, 0, 1, 1}, dataset.labels());
        assertEquals(List.of("The folder docs was passed over because it holds no images."), dataset.notes());
    }

    @Test
    void flatFolderIsUnlabelled() throws IOException {
        TestImages.greyPng(folder.resolve("1.png"), 2, 7);
        ImageDataset dataset = Datasets.open(folder, false);
        assertEquals(-1, dataset.label(0));
        assertTrue(dataset.classNames().isEmpty());
        assertEquals(1, dataset.notes().size());
    }

    @Test
    void folderWithoutImagesSaysWhatWasLookedFor() throws IOException {
        Files.writeString(folder.resolve("readme.txt"), "x");
        assertRefused(folder, ".png, .jpg");
    }

    @Test
    void missingPlaceAndSingleImageAndTextFile() throws IOException {
        assertRefused(folder.resolve("nowhere"), "There is no file or folder");
        assertRefused(TestImages.greyPng(folder.resolve("one.png"), 2, 7), "single image");
        assertRefused(Files.writeString(folder.resolve("notes.txt"), "hello"), "holds no images");
    }

    @Test
    void fiftyThousandFilesAreListedWithoutReadingAnyOfThem() throws IOException {
        Path whole = Files.createDirectories(folder.resolve("many/0"));
        Path noImage = Files.writeString(folder.resolve("no-image"), "these bytes are no picture");
        for (int i = 0; i < 50_000; i++) {
            Files.createLink(whole.resolve(String.format("%05d.png", i)), noImage);
        }
        ImageDataset dataset = Datasets.open(folder.resolve("many"), false);
        assertEquals(50_000, dataset.size());
        assertEquals("0/49999.png", dataset.name(49_999));
        assertThrows(BadInputException.class, () -> dataset.picture(0));
    }

    @Test
    void idxPlainAndGzippedHoldTheSame() throws IOException {
        Path images = TestImages.idxImages(folder.resolve("t10k-images-idx3-ubyte"), 3, 4);
        Path labels = TestImages.idxLabels(folder.resolve("t10k-labels-idx1-ubyte"), 2, 0, 1);
        Path zipped = Files.createDirectories(folder.resolve("gz")).resolve("t10k-images-idx3-ubyte.gz");
        gzip(images, zipped);
        gzip(labels, zipped.resolveSibling("t10k-labels-idx1-ubyte.gz"));
        ImageDataset plain = Datasets.open(images, false);
        ImageDataset inflated = Datasets.open(zipped, false);
        assertArrayEquals(new long[] {2, 0, 1}, plain.labels());
        assertArrayEquals(plain.labels(), inflated.labels());
        assertArrayEquals(plain.picture(2).pixels(), inflated.picture(2).pixels());
        assertEquals(32, plain.picture(2).pixels()[0]);
        assertEquals(ManifestHash.of(plain), ManifestHash.of(inflated));
        assertEquals(List.of("0", "1", "2"), plain.classNames());
    }

    private static void gzip(Path from, Path to) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            Files.copy(from, out);
        }
    }

    @Test
    void idxLabelsMissingOrOfOtherLength() throws IOException {
        Path images = TestImages.idxImages(folder.resolve("train-images-idx3-ubyte"), 3, 4);
        ImageDataset unlabelled = Datasets.open(images, false);
        assertArrayEquals(new long[] {-1, -1, -1}, unlabelled.labels());
        assertTrue(unlabelled.notes().get(0).contains("train-labels-idx1-ubyte"));
        Path labels = TestImages.idxLabels(folder.resolve("train-labels-idx1-ubyte"), 0, 1);
        assertRefused(images, "3 images");
        assertRefused(labels, "holds the labels");
    }

    @Test
    void cifarTenAndHundred() throws IOException {
        byte[] ten = new byte[2 * 3073];
        ten[0] = 9;
        ten[3073] = 3;
        ten[1] = 11;
        ten[1 + 1024] = 22;
        ten[1 + 2048] = 33;
        Files.write(folder.resolve("data_batch_1.bin"), ten);
        Files.write(folder.resolve("data_batch_2.bin"), ten);
        Files.write(folder.resolve("test_batch.bin"), ten);
        ImageDataset dataset = Datasets.open(folder, false);
        assertArrayEquals(new long[] {9, 3, 9, 3}, dataset.labels());
        assertEquals("truck", dataset.classNames().get(9));
        assertEquals("data_batch_2.bin#1", dataset.name(3));
        byte[] pixels = dataset.picture(2).pixels();
        assertArrayEquals(new byte[] {11, 22, 33}, new byte[] {pixels[0], pixels[1], pixels[2]});

        byte[] hundred = new byte[3074];
        hundred[1] = 77;
        ImageDataset fine = Datasets.open(Files.write(folder.resolve("train.bin"), hundred), false);
        assertEquals(77, fine.label(0));
        assertRefused(Files.write(folder.resolve("cut.bin"), new byte[3000]), "not a multiple");
        ten[0] = 10;
        assertRefused(Files.write(folder.resolve("odd.bin"), ten), "label 10");
    }

    @Test
    void npzInAllLayouts() {
        byte[] pixels = new byte[2 * 4 * 5 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        Tensor labels = Tensor.of(new long[] {1, 0}, 2);
        Path file = folder.resolve("images.npz");
        NpzWriter.write(file, Map.of("images", Tensor.of(pixels, 2, 4, 5, 3), "labels", labels));
        ImageDataset last = Datasets.open(file, false);
        assertEquals(5, last.picture(1).width());
        assertEquals(61, last.picture(1).pixels()[1]);
        assertArrayEquals(new long[] {1, 0}, last.labels());
        Path planar = folder.resolve("planar.npz");
        NpzWriter.write(planar, Map.of("images", Tensor.of(pixels, 2, 3, 4, 5)));
        ImageDataset first = Datasets.open(planar, false);
        assertEquals(3, first.picture(0).channels());
        assertEquals(20, first.picture(0).pixels()[1]);
        assertEquals(-1, first.label(0));
        Path wrong = folder.resolve("wrong.npz");
        NpzWriter.write(wrong, Map.of("images", Tensor.of(pixels, 2, 4, 5, 3), "labels", Tensor.of(new long[3], 3)));
        assertRefused(wrong, "3 labels");
        Path floats = folder.resolve("floats.npz");
        NpzWriter.write(floats, Map.of("images", Tensor.of(new float[8], 2, 2, 2)));
        assertRefused(floats, "save it as uint8");
    }

    @Test
    void tensorsAreHandedOnAsTheyAre() {
        Path file = folder.resolve("input.npz");
        float[] values = {0, 1, 2, 3, -4, 5, 6, 7};
        NpzWriter.write(file, Map.of("input", Tensor.of(values, 2, 1, 2, 2)));
        assertRefused(file, "--tensors");
        TensorFile tensors = assertInstanceOf(TensorFile.class, Datasets.open(file, true));
        assertArrayEquals(
                new float[] {-4, 5, 6, 7, 0, 1, 2, 3}, tensors.batch(1, 0).floats());
        assertArrayEquals(
                new byte[] {0, (byte) 209, (byte) 232, (byte) 255},
                tensors.picture(1).pixels());
        assertNotEquals(tensors.id(0), tensors.id(1));
    }

    @Test
    void csvWithNamesQuotesAndNumbers() throws IOException {
        TestImages.greyPng(folder.resolve("pictures/a, b.png"), 2, 7);
        TestImages.greyPng(folder.resolve("pictures/c.png"), 2, 9);
        Path named = Files.writeString(
                folder.resolve("named.csv"), "path,label\r\n\"pictures/a, b.png\",dog\r\npictures/c.png,cat\r\n");
        ImageDataset dataset = Datasets.open(named, false);
        assertEquals(List.of("cat", "dog"), dataset.classNames());
        assertArrayEquals(new long[] {1, 0}, dataset.labels());
        assertEquals("pictures/a, b.png", dataset.name(0));
        assertEquals(7, dataset.picture(0).pixels()[0]);
        Path numbered = Files.writeString(folder.resolve("numbered.csv"), "label,path\n4,pictures/c.png\n");
        assertEquals(4, Datasets.open(numbered, false).label(0));
        assertRefused(Files.writeString(folder.resolve("no-header.csv"), "a.png,1\n"), "no column 'path'");
        assertRefused(Files.writeString(folder.resolve("empty.csv"), "path,label\n"), "names no images");
        assertRefused(Files.writeString(folder.resolve("quotes.csv"), "path,label\n\"a.png,1\n"), "line 2");
    }
}

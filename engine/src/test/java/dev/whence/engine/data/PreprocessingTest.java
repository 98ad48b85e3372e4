package dev.whence.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {

    @TempDir
    Path folder;

    @Test
    void jsonRoundTrip() {
        String text = "{\"channels\":3,\"resize\":256,\"interpolation\":\"bicubic\",\"crop\":[224,200],"
                + "\"scale\":0.00392156862745098,\"mean\":[0.1,0.2,0.3],\"std\":[0.5]}";
        Preprocessing read = PreprocessingJson.parse(text, "test");
        assertEquals(text, PreprocessingJson.format(read));
        assertEquals(1.0 / 255.0, read.scale());
        assertEquals(Preprocessing.none(), PreprocessingJson.parse("{}", "test"));
        for (String preset : Presets.names()) {
            Preprocessing known = Presets.byName(preset);
            assertEquals(known, PreprocessingJson.parse(PreprocessingJson.format(known), preset));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "{",
                "{\"size\":3}",
                "{\"channels\":2}",
                "{\"resize\":[1]}",
                "{\"resize\":0}",
                "{\"crop\":99999}",
                "{\"std\":[0]}",
                "{\"mean\":[1,2]}",
                "{\"mean\":\"x\"}",
                "{\"interpolation\":\"cubic\"}",
                "{\"scale\":-1}"
            })
    void wrongJsonIsRefusedWithASentence(String text) {
        BadInputException failure =
                assertThrows(BadInputException.class, () -> PreprocessingJson.parse(text, "p.json"));
        assertTrue(failure.sentence().contains("p.json"), failure.sentence());
    }

    @Test
    void arithmeticIsFloat32InTheOrderOfTorchvision() throws IOException {
        TestImages.greyPng(folder.resolve("0/a.png"), 2, 77);
        PreprocessedImages images =
                PreprocessedImages.of(Datasets.open(folder, false), Presets.byName("fashion-mnist"));
        assertEquals(Shape.of(1, 2, 2), images.shape());
        float expected = (77 / 255f - 0.2860f) / 0.3530f;
        float[] filled = {expected, expected, expected, expected};
        assertArrayEquals(filled, images.batch(0).floats());
        assertArrayEquals(new int[] {3, 1, 2, 2}, images.batch(0, 0, 0).shape().toArray());
    }

    @Test
    void aCropAboveTheResizedSizeIsToldOf() {
        Preprocessing imagenet = Presets.byName("imagenet");
        assertTrue(imagenet.padding().isEmpty());
        assertEquals(
                "The crop of 224 x 224 is larger than pictures resized to 64 x 300, so black is added around them.",
                resized(imagenet, new Preprocessing.Resize.Exact(new Preprocessing.Size(64, 300)))
                        .padding()
                        .orElseThrow());
        assertTrue(resized(imagenet, new Preprocessing.Resize.ShorterSide(64))
                .padding()
                .isPresent());
        assertTrue(resized(imagenet, new Preprocessing.Resize.ShorterSide(224))
                .padding()
                .isEmpty());
        assertTrue(resized(imagenet, null).padding().isEmpty());
    }

    private static Preprocessing resized(Preprocessing from, Preprocessing.@Nullable Resize to) {
        return new Preprocessing(
                from.channels(), to, from.interpolation(), from.crop(), from.scale(), from.mean(), from.std());
    }

    @Test
    void sizesThatDifferAreNamed() throws IOException {
        TestImages.greyPng(folder.resolve("0/a.png"), 2, 7);
        TestImages.greyPng(folder.resolve("0/b.png"), 3, 7);
        PreprocessedImages images = PreprocessedImages.of(Datasets.open(folder, false), Preprocessing.none());
        BadInputException failure = assertThrows(BadInputException.class, () -> images.batch(0, 1));
        assertTrue(failure.sentence().contains("0/b.png has shape 1 x 3 x 3"), failure.sentence());
    }

    @Test
    void aGreyPictureAmongColouredOnesIsRepeatedInEveryChannel() throws IOException {
        TestImages.colour(folder.resolve("0/a.png"), 2, 2, "png");
        TestImages.greyPng(folder.resolve("0/b.png"), 2, 51);
        PreprocessedImages images = PreprocessedImages.of(Datasets.open(folder, false), Preprocessing.none());
        float[] grey = new float[12];
        Arrays.fill(grey, 51 / 255f);
        assertArrayEquals(grey, images.batch(1).floats());
    }

    @Test
    void colourAmongGreyPicturesIsRefused() throws IOException {
        TestImages.greyPng(folder.resolve("0/a.png"), 2, 51);
        TestImages.colour(folder.resolve("0/b.png"), 2, 2, "png");
        PreprocessedImages images = PreprocessedImages.of(Datasets.open(folder, false), Preprocessing.none());
        BadInputException failure = assertThrows(BadInputException.class, () -> images.batch(0, 1));
        assertTrue(failure.sentence().contains("0/b.png has shape 3 x 2 x 2"), failure.sentence());
    }

    @Test
    void meanForThreeChannelsDoesNotFitGrey() throws IOException {
        TestImages.greyPng(folder.resolve("0/a.png"), 2, 7);
        Preprocessing none = Preprocessing.none();
        Preprocessing three = new Preprocessing(
                null, null, none.interpolation(), null, none.scale(), List.of(0.1, 0.2, 0.3), List.of());
        ImageDataset dataset = Datasets.open(folder, false);
        BadInputException failure = assertThrows(BadInputException.class, () -> PreprocessedImages.of(dataset, three));
        assertTrue(failure.sentence().contains("3 values for mean"), failure.sentence());
    }

    @Test
    void cropOfASmallerPictureIsPaddedWithBlackAndCentreRoundsHalfToEven() {
        Picture picture = new Picture(2, 1, 1, new byte[] {5, 6});
        Picture padded = PictureSteps.centreCrop(picture, 3, 4);
        assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0}, padded.pixels());
        Picture row = new Picture(5, 1, 1, new byte[] {0, 1, 2, 3, 4});
        assertArrayEquals(new byte[] {2, 3}, PictureSteps.centreCrop(row, 1, 2).pixels());
        Picture longRow = new Picture(3, 1, 1, new byte[] {0, 1, 2});
        assertArrayEquals(
                new byte[] {0, 1}, PictureSteps.centreCrop(longRow, 1, 2).pixels());
    }

    @Test
    void rangesOfPositions() {
        assertArrayEquals(new int[] {5, 9, 2, 3, 4}, IndexRanges.parse("5, 9,2-4", 10, "set"));
        for (String wrong : List.of("", "a", "3-", "4-2", "0-10", "-1", "1,,2")) {
            assertThrows(BadInputException.class, () -> IndexRanges.parse(wrong, 10, "set"), wrong);
        }
    }

    @Test
    void classesAreMatchedByName() throws IOException {
        for (String name : List.of("train/ant/1.png", "train/bee/1.png", "train/cat/1.png", "test/cat/9.png")) {
            TestImages.greyPng(folder.resolve(name), 2, 7);
        }
        ImageDataset train = Datasets.open(folder.resolve("train"), false);
        ImageDataset test = Datasets.open(folder.resolve("test"), false);
        assertEquals(2, ClassAlignment.of(train, List.of()).apply(test).label(0));
        ClassAlignment ordered = ClassAlignment.of(train, List.of("cat", "bee", "ant"));
        assertEquals(0, ordered.apply(test).label(0));
        assertArrayEquals(new long[] {2, 1, 0}, ordered.apply(train).labels());
        ClassAlignment shown = ClassAlignment.of(train, List.of("Ameise", "Biene", "Katze"));
        assertEquals(2, shown.apply(test).label(0));
        assertEquals("Katze", shown.apply(test).classNames().get(2));
        BadInputException few =
                assertThrows(BadInputException.class, () -> ClassAlignment.of(train, List.of("ant", "bee")));
        assertTrue(few.sentence().contains("'cat' is not among the 2 class names"), few.sentence());
        BadInputException unknown = assertThrows(
                BadInputException.class,
                () -> ClassAlignment.of(test, List.of()).apply(train));
        assertTrue(unknown.sentence().contains("'ant'"), unknown.sentence());
    }
}

package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bad input ends in one sentence, the right exit code and nothing half-written. */
class BadInputTest {

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private Path out;
    private Path model;
    private Path images;

    @BeforeEach
    void makeGoodInput() throws IOException {
        out = Files.createDirectory(folder.resolve("results")).resolve("s.npz");
        model = Fixtures.sample(folder).model();
        images = Fixtures.idx(folder.resolve("good"), 30, 30, i -> i % 10);
    }

    private void refused(int code, String expected, Object... words) throws IOException {
        assertEquals(
                code,
                console.run(Fixtures.words(words)),
                () -> console.errorLines().toString());
        List<String> sentence = console.errorLines();
        assertEquals(1, sentence.size(), sentence.toString());
        assertTrue(sentence.get(0).contains(expected), sentence.get(0));
        assertTrue(sentence.get(0).endsWith("."), sentence.get(0));
        assertFalse(sentence.get(0).contains("Exception"), sentence.get(0));
        assertEquals("", console.out());
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertEquals(List.of(), left.toList());
        }
    }

    private void attributeRefused(String expected, Path modelFile, Path train, Path test, Object... more)
            throws IOException {
        refused(CommandRunner.REFUSED, expected, (Object[]) Fixtures.words(
                "attribute",
                "--cache=none",
                "--model",
                modelFile,
                "--train",
                train,
                "--test",
                test,
                "--out",
                out,
                more));
    }

    @Test
    void textFileAsModel() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "These are my notes, not a network.\n");
        attributeRefused("notes.pt", text, images, images);
    }

    @Test
    void cropOfAPresetAboveTheGivenSize() throws IOException {
        attributeRefused(
                "The crop of 224 x 224 that --preset imagenet brings along is larger than --resize 64,64; give --crop 64,64",
                model,
                images,
                images,
                "--preset=imagenet",
                "--resize=64,64");
    }

    @Test
    void theOtherNameOfTheImages() throws IOException {
        refused(CommandRunner.REFUSED, "'predict' takes these images with --data", "predict", "--test", images);
        refused(CommandRunner.REFUSED, "'attribute' takes these images with --test", (Object[])
                Fixtures.words("attribute", "--model", model, "--train", images, "--data=" + images));
    }

    @Test
    void missingModel() throws IOException {
        attributeRefused("nowhere.pt", folder.resolve("nowhere.pt"), images, images);
    }

    @Test
    void missingImages() throws IOException {
        attributeRefused("nowhere", model, folder.resolve("nowhere"), images);
    }

    @Test
    void colourModelOnGreyImages() throws IOException {
        attributeRefused("channel", Fixtures.colourModel(), images, images, "--resize", "32,32");
    }

    @Test
    void folderWithoutImages() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty/cat")).getParent();
        attributeRefused("empty", model, empty, images);
    }

    @Test
    void fewerLabelsThanImages() throws IOException {
        Path uneven = Fixtures.idx(folder.resolve("uneven"), 30, 20, i -> i % 10);
        attributeRefused("20", model, uneven, images);
    }

    @Test
    void trainingImagesOfOneClass() throws IOException {
        Path single = Fixtures.idx(folder.resolve("single"), 30, 30, i -> 3);
        attributeRefused("class", model, single, images);
    }

    @Test
    void cacheThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("occupied"), "a file where a folder should be");
        refused(
                CommandRunner.REFUSED,
                "cache",
                "attribute",
                "--cache",
                file.resolve("cache"),
                "--model",
                model,
                "--train",
                images,
                "--test",
                images,
                "--out",
                out);
    }

    @Test
    void unknownSetting() throws IOException {
        attributeRefused("sharpness", model, images, images, "--set", "sharpness=3");
    }

    @Test
    void settingOutOfRange() throws IOException {
        attributeRefused("'c'", model, images, images, "--set", "C=-1");
    }

    @Test
    void classThatDoesNotExist() throws IOException {
        attributeRefused("Class 10 does not exist", model, images, images, "--target", "10");
    }

    @Test
    void positionThatDoesNotExist() throws IOException {
        attributeRefused("30", model, images, images, "--subset-train", "0-30");
    }

    @Test
    void layerThatDoesNotExist() throws IOException {
        attributeRefused("no-such-layer", model, images, images, "--layer", "no-such-layer");
    }

    @Test
    void figureWithoutAFormat() throws IOException {
        refused(
                CommandRunner.REFUSED,
                "panel.bmp",
                "figure",
                "da",
                "--cache=none",
                "--model",
                model,
                "--train",
                images,
                "--test",
                images,
                "--out",
                out.resolveSibling("panel.bmp"));
    }

    @Test
    void cancelledRunLeavesNothing() throws IOException {
        console.cancel().raise();
        refused(
                CommandRunner.CANCELLED,
                "Cancelled.",
                "attribute",
                "--cache=none",
                "--model",
                model,
                "--train",
                images,
                "--test",
                images,
                "--out",
                out);
    }
}

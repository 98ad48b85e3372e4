package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

    private TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private Path images;

    @BeforeEach
    void makeInput() {
        images = Fixtures.idx(folder.resolve("good"), 40, 40, i -> i % 4);
    }

    @Test
    void itTrainsRecordsAndCanBeOpened() {
        Path out = folder.resolve("run");
        assertEquals(
                0,
                train(out, "--history", "every:3", "--json"),
                console.errorLines().toString());
        ObjectNode result = JsonText.parse(console.out());
        assertEquals(6, result.path("steps").asInt());
        assertEquals(40, result.path("images").asInt());
        assertTrue(
                console.errorLines().toString().contains("3 of 7 states"),
                console.errorLines().toString());
        try (HistoryFolder history = HistoryFolder.open(out.resolve("history"))) {
            history.verify(Progress.none());
            assertEquals(6, history.steps());
            assertEquals(
                    images.toAbsolutePath(),
                    history.description().trainingImages().data());
            assertEquals(
                    out.resolve("network.json").toAbsolutePath(),
                    history.description().model());
        }
        assertEquals(
                0,
                console.run(
                        "predict",
                        "--cache=none",
                        "--model",
                        out.resolve("network.json").toString(),
                        "--data",
                        images.toString()),
                console.errorLines().toString());
        assertTrue(console.out().contains("40 images"), console.out());
    }

    @Test
    void aTrainedModelIsTrainedOn() {
        Path out = folder.resolve("run");
        train(out);
        Path more = folder.resolve("more");
        int code = console.run(
                "train",
                "--cache=none",
                "--model",
                out.resolve("model.safetensors").toString(),
                "--train",
                images.toString(),
                "--epochs=1",
                "--out",
                more.toString());
        assertEquals(0, code, console.errorLines().toString());
        assertTrue(Files.isRegularFile(more.resolve("model.safetensors")));
    }

    @Test
    void cancellingKeepsWhatIsThere() {
        console.cancel().raise();
        assertEquals(CommandRunner.CANCELLED, train(folder.resolve("run"), "--history", "every-step"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --arch=resnet900                        | There is no architecture
            --arch=mlp --epochs=0                   | number of epochs is 0
            --arch=mlp --lr=-1                      | learning rate is -1.0
            --arch=mlp --optimizer=sgdm             | There is no optimiser
            --arch=mlp --optimizer=sgd,beta1=0.5    | has no setting beta1
            --arch=mlp --schedule=wave              | schedule `wave`
            --arch=mlp --history=always             | history interval `always`
            --arch=mlp --shift=70                   | --shift is 70
            --arch=mlp --label-noise=2              | label noise is 2.0
            --arch=mlp --reinitialise               | --reinitialise belongs to --model
            --arch=resnet9 --resize=4               | too small for this architecture
            --epochs=1                              | Nothing to train was named
            --model=nothing.pt                      | There is no file nothing.pt
            """)
    void badInputIsOneSentence(String options, String expected) {
        Path out = folder.resolve("run");
        String[] words = Fixtures.words(
                "train", "--cache=none", "--train", images, "--out", out, (Object[]) options.split(" ", -1));
        assertEquals(
                CommandRunner.REFUSED, console.run(words), console.errorLines().toString());
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        assertTrue(
                console.errorLines().get(0).contains(expected),
                console.errorLines().get(0));
        assertFalse(Files.exists(out));
    }

    @Test
    void aFolderAmongTheTrainingImagesIsRefused() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        int code = console.run(Fixtures.words(
                "train", "--cache=none", "--arch=mlp", "--train", photos, "--out", photos.resolve("sub/run")));
        assertEquals(CommandRunner.REFUSED, code, console.errorLines().toString());
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        assertTrue(
                console.errorLines().get(0).contains("lies inside the training images"),
                console.errorLines().get(0));
        assertFalse(Files.exists(photos.resolve("sub")));
    }

    @Test
    void anotherTrainingInTheFolderIsRefusedInOneSentence() {
        Path out = folder.resolve("run");
        train(out);
        console = new TestConsole();
        assertEquals(CommandRunner.REFUSED, train(out, "--lr=0.5"));
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        console = new TestConsole();
        assertEquals(0, train(out), console.errorLines().toString());
        assertTrue(
                console.errorLines().get(0).contains("going on with the training"),
                console.errorLines().toString());
    }

    @Test
    void aDiskThatIsTooSmallIsAFailureUnlessOneGoesOnAnyway() {
        Path out = folder.resolve("run");
        Object[] endless = {"--epochs=40000000", "--batch=1", "--history=every-step"};
        String[] words =
                Fixtures.words("train", "--cache=none", "--arch=tiny-cnn", "--train", images, "--out", out, endless);
        assertEquals(
                CommandRunner.FAILED, console.run(words), console.errorLines().toString());
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        assertTrue(
                console.errorLines().get(0).contains("the disk of"),
                console.errorLines().get(0));
        assertFalse(Files.exists(out));
        console.cancel().raise();
        assertEquals(CommandRunner.CANCELLED, console.run(Fixtures.words(words[0], "--anyway", tail(words))));
    }

    private static Object[] tail(String... words) {
        return Arrays.copyOfRange(words, 1, words.length, Object[].class);
    }

    private int train(Path out, String... more) {
        return console.run(Fixtures.words(
                "train",
                "--cache=none",
                "--arch=tiny-cnn",
                "--train",
                images,
                "--test",
                images,
                "--epochs=2",
                "--batch=15",
                "--out",
                out,
                (Object[]) more));
    }
}

package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that keeps every step, and what it says of the images it trained on. */
class RecordedTrainingTest {

    private static final int IMAGES = 40;

    private static final int CLASSES = 4;

    private final TestConsole console = new TestConsole();

    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void makeInput() {
        images = Fixtures.idx(folder.resolve("good"), IMAGES, IMAGES, i -> i % CLASSES);
    }

    /** The test images are the training images: each decision rests on its own copy most. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "whole"})
    void plantedCopiesComeOutOnTop(String projection) {
        Path run = folder.resolve("run");
        assertEquals(
                0,
                console.run(Fixtures.words(
                        "train",
                        "--cache=none",
                        "--arch=tiny-cnn",
                        "--train",
                        images,
                        "--optimizer=sgd",
                        "--lr=0.05",
                        "--epochs=6",
                        "--batch=10",
                        "--history=every-step",
                        "--out",
                        run)),
                () -> console.errorLines().toString());
        Path scores = folder.resolve("scores.npz");
        assertEquals(
                0,
                console.run(Fixtures.words(
                        "attribute",
                        "--cache=none",
                        "--method=dvemb",
                        "--set=history=" + run.resolve("history"),
                        "--set=projection=" + projection,
                        "--target=label",
                        "--model",
                        run.resolve("network.json"),
                        "--train",
                        images,
                        "--test",
                        images,
                        "--out",
                        scores)),
                () -> console.errorLines().toString());
        try (NpzFile stored = NpzFile.open(scores)) {
            Tensor matrix = stored.read("scores");
            for (int test = 0; test < IMAGES; test++) {
                assertEquals(test, strongest(matrix, test), "the strongest proponent of image " + test);
            }
        }
    }

    private static int strongest(Tensor scores, int test) {
        return IntStream.range(0, IMAGES)
                .boxed()
                .max((a, b) -> Double.compare(scores.get(test * IMAGES + a), scores.get(test * IMAGES + b)))
                .orElseThrow();
    }
}

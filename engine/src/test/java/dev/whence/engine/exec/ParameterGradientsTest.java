package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Per-image gradients and Hessian products against the reference, in float64. */
class ParameterGradientsTest {

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(ParameterGradientsTest.class.getResource("/goldens/attribution/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Network network(String model) {
        return ModelReader.open(file(model + "/" + model + "_s0.pt")).network(Shape.of(1, 28, 28));
    }

    private static ImageDataset images() {
        return Datasets.open(file("idx/train-images-idx3-ubyte"), false);
    }

    /** Pixels over 255 in float64, as the reference has them; the datasets' own input is float32. */
    private static Tensor batch(ImageDataset images, int count) {
        double[] values = new double[count * 28 * 28];
        for (int i = 0; i < count; i++) {
            byte[] pixels = images.picture(i).pixels();
            for (int p = 0; p < pixels.length; p++) {
                values[i * pixels.length + p] = (pixels[p] & 0xff) / 255.0;
            }
        }
        return Tensor.of(values, count, 1, 28, 28);
    }

    private static Tensor classes(ImageDataset images, int count) {
        double[] rows = new double[count * 10];
        for (int i = 0; i < count; i++) {
            rows[i * 10 + images.label(i)] = 1;
        }
        return Tensor.of(rows, count, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g3"})
    void gradientsOfTheLossAndOfTheLogOddsEqualTheReference(String model) {
        ImageDataset images = images();
        Tensor classes = classes(images, 8);
        try (NpzFile stored = NpzFile.open(file(model + "/intermediates.npz"));
                NetworkRunner runner = engine.load(network(model));
                Scope scope = engine.scope()) {
            ParameterGradients gradients =
                    ParameterGradients.ofAll(runner, runner.network().output());
            Tensor batch = batch(images, 8);
            check(
                    stored.read("persample_grad_train8"),
                    gradients.rows(scope, batch, logits -> OutputFunction.LOSS.seed(logits, classes)));
            check(
                    stored.read("persample_grad_trakout_train8"),
                    gradients.rows(scope, batch, logits -> OutputFunction.LOG_ODDS.seed(logits, classes)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g3"})
    void hessianProductsEqualTheReference(String model) {
        ImageDataset images = images();
        Tensor classes = classes(images, 1000);
        Network network = network(model);
        try (NpzFile stored = NpzFile.open(file(model + "/intermediates.npz"));
                NetworkRunner runner = engine.load(network);
                HessianProduct hessian = new HessianProduct(
                        runner,
                        network.output(),
                        List.copyOf(network.parameters().keySet()),
                        batch(images, 1000),
                        logits -> OutputFunction.LOSS.of(logits, classes).mean(false, 0));
                Scope scope = engine.scope()) {
            check(stored.read("hvp_v"), hessian.times(scope.of(stored.read("vec_v"))));
        }
    }

    private static void check(Tensor expected, DeviceArray found) {
        double largest = 0;
        for (double value : expected.doubles()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected.doubles(), found.toHost().doubles(), 1e-9 * largest);
    }
}

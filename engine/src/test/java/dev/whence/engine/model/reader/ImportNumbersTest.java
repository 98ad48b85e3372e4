package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recovered layers compute what PyTorch computed, and what the file itself computes. */
class ImportNumbersTest {

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(ExecutionSettings.defaults());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Stream<Path> files() throws IOException {
        return Stream.of(runnable(), Stream.of(Fixtures.file("resnet18_w8_statedict.pth")))
                .flatMap(list -> list);
    }

    static Stream<Path> runnable() throws IOException {
        return Stream.concat(Fixtures.list("", ".pt"), Fixtures.list("variants", ".pt"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void logitsArePyTorchs(Path file) {
        Map<String, Tensor> stored = NpzFile.readAll(Fixtures.arrays(file));
        Tensor input = stored.get("input");
        Tensor expected = stored.get("logits");
        Network network = ModelReader.open(file).network(input.shape().dropFirst());

        try (NetworkRunner runner = engine.load(network)) {
            Tensor found = runner.forward(input);
            assertEquals(expected.shape(), found.shape());
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < expected.size(); i++) {
                largest = Math.max(largest, Math.abs(expected.get(i)));
                difference = Math.max(difference, Math.abs(expected.get(i) - found.get(i)));
            }
            assertTrue(difference <= 1e-5 * Math.max(1, largest), difference + " of " + largest);
        }
    }

    @ParameterizedTest
    @MethodSource("runnable")
    void layersAgreeWithTheFileItself(Path file) {
        ModelFile model = ModelReader.open(file);
        Tensor input = NpzFile.readAll(Fixtures.arrays(file)).get("input");
        Classifier classifier =
                ClassifierImporter.importModel(model, input.shape().dropFirst(), null, engine, null);

        assertTrue(classifier.network().nodes().get(classifier.finalLayer()).op() instanceof Op.Linear);
        if (file.endsWith("dict_output_scripted.pt")) {
            assertTrue(classifier.report().notes().stream().anyMatch(note -> note.startsWith("Not checked")));
            return;
        }
        Verification verification = classifier.report().verification();
        assertNotNull(verification, () -> classifier.report().notes().toString());
        assertTrue(verification.passed());
        assertEquals(8, verification.images());
    }

    static Stream<Path> withGradients() throws IOException {
        return Stream.concat(Fixtures.list("", "_traced.pt"), Fixtures.list("", ".pt2"));
    }

    @ParameterizedTest
    @MethodSource("withGradients")
    void inputGradientsArePyTorchs(Path file) {
        Map<String, Tensor> stored = NpzFile.readAll(Fixtures.arrays(file));
        Tensor input = stored.get("input");
        Tensor expected = stored.get("grad_input");
        Network network = ModelReader.open(file).network(input.shape().dropFirst());

        try (NetworkRunner runner = engine.load(network)) {
            Tensor found = runner.inputGradient(input, topClasses(stored.get("logits")));
            assertEquals(expected.shape(), found.shape());
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < expected.size(); i++) {
                largest = Math.max(largest, Math.abs(expected.get(i)));
                difference = Math.max(difference, Math.abs(expected.get(i) - found.get(i)));
            }
            assertTrue(difference <= 1e-4 * largest, difference + " of " + largest);
        }
    }

    /** One at the largest score of each image, the seed of the stored gradients. */
    private static Tensor topClasses(Tensor logits) {
        int classes = logits.shape().dim(1);
        float[] seed = new float[logits.size()];
        for (int row = 0; row < logits.shape().dim(0); row++) {
            int best = row * classes;
            for (int i = best; i < (row + 1) * classes; i++) {
                best = logits.get(i) > logits.get(best) ? i : best;
            }
            seed[best] = 1;
        }
        return Tensor.of(seed, logits.shape().toArray());
    }
}

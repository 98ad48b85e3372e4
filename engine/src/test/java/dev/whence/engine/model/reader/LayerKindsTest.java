package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.ImportReport;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rarer layers and ways of writing a model, each in a network of a few layers. */
class LayerKindsTest {

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
        return Fixtures.list("layers", ".pt");
    }

    private static Map<String, Tensor> arrays(Path file) {
        return NpzFile.readAll(file.resolveSibling(file.getFileName().toString().replace(".pt", ".npz")));
    }

    private static Network network(String name) {
        Path file = Fixtures.file("layers/" + name + ".pt");
        return ModelReader.open(file).network(arrays(file).get("input").shape().dropFirst());
    }

    @ParameterizedTest
    @MethodSource("files")
    void logitsArePyTorchs(Path file) {
        Map<String, Tensor> stored = arrays(file);
        Tensor input = stored.get("input");
        Tensor expected = stored.get("logits");
        Network network = ModelReader.open(file).network(input.shape().dropFirst());

        try (NetworkRunner runner = engine.load(network)) {
            Tensor found = runner.forward(input);
            assertEquals(expected.shape(), found.shape());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), found.get(i), 1e-5 * Math.max(1, Math.abs(expected.get(i))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "group_norm, GroupNorm",
        "layer_norm, LayerNorm",
        "prelu, PRelu",
        "padding_same, Pad2d",
        "weight_norm, Conv2d",
        "gelu, Gelu"
    })
    void hasTheLayer(String name, String kind) {
        Set<String> kinds = new TreeSet<>();
        network(name).nodes().forEach(node -> kinds.add(node.kind()));
        assertTrue(kinds.contains(kind), kinds.toString());
    }

    @ParameterizedTest
    @CsvSource({"group_norm", "layer_norm", "prelu", "padding_same", "weight_norm", "gelu"})
    void agreesWithTheFileItself(String name) {
        ModelFile model = ModelReader.open(Fixtures.file("layers/" + name + ".pt"));
        ImportReport report = ClassifierImporter.importModel(
                        model, network(name).inputShape(), null, engine, null)
                .report();

        ImportReport.Verification verification = report.verification();
        assertNotNull(verification, () -> report.notes().toString());
        assertTrue(verification.passed());
    }

    @Test
    void theFirstFieldOfANamedTupleIsTaken() {
        ModelFile model = ModelReader.open(Fixtures.file("layers/named_tuple.pt"));
        Classifier classifier =
                ClassifierImporter.importModel(model, network("named_tuple").inputShape(), null, engine, null);

        assertEquals(4, classifier.classes());
        assertTrue(classifier.report().notes().stream().anyMatch(note -> note.contains("several values")));
        ImportReport.Verification verification = classifier.report().verification();
        assertNotNull(verification);
        assertTrue(verification.passed());
    }

    @Test
    void theFinalLayerCanBeNamed() {
        Network network = network("tanh_end");
        BadInputException refusal = assertThrows(BadInputException.class, () -> FinalLayer.find(network, null));
        assertTrue(refusal.sentence().contains("linear layers are fc"), refusal.sentence());

        assertEquals(network.indexOf("fc"), FinalLayer.find(network, "fc"));

        BadInputException wrong = assertThrows(BadInputException.class, () -> FinalLayer.find(network, "conv"));
        assertTrue(wrong.sentence().contains("no linear layer named 'conv'"), wrong.sentence());
    }
}

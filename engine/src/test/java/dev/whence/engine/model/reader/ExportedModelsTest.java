package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models saved with torch.export give PyTorch's numbers and the layers of the same model traced. */
class ExportedModelsTest {

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
        return Fixtures.list("", ".pt2");
    }

    @ParameterizedTest
    @MethodSource("files")
    void logitsArePyTorchs(Path file) {
        Map<String, Tensor> stored = NpzFile.readAll(Fixtures.arrays(file));
        ModelFile model = ModelReader.open(file);
        assertEquals(
                stored.get("input").shape().dropFirst(), model.exampleInput().orElseThrow());

        try (NetworkRunner runner = engine.load(model.network(model.anyInputShape()))) {
            Tensor found = runner.forward(stored.get("input"));
            Tensor expected = stored.get("logits");
            assertEquals(expected.shape(), found.shape());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), found.get(i), 1e-5 * Math.max(1, Math.abs(expected.get(i))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void layersAreThoseOfTheTracedModel(Path file) {
        Path traced = file.resolveSibling(file.getFileName().toString().replace(".pt2", "_traced.pt"));
        ModelFile model = ModelReader.open(file);
        Network exported = model.network(model.anyInputShape());
        Network expected = ModelReader.open(traced).network(model.anyInputShape());

        assertEquals(described(expected), described(exported));
        assertEquals(expected.parameters().keySet(), exported.parameters().keySet());
    }

    private static List<String> described(Network network) {
        return network.nodes().stream().map(ExportedModelsTest::line).toList();
    }

    private static String line(Node node) {
        return node.name() + " " + node.op() + " " + node.inputs() + " " + node.shape();
    }

    @Test
    void isNotCheckedAgainstPyTorch() {
        ModelFile model = ModelReader.open(Fixtures.file("tutorial_cnn.pt2"));
        Classifier classifier = ClassifierImporter.importModel(model, model.anyInputShape(), null, engine, null);

        assertNull(classifier.report().verification());
        assertTrue(classifier.report().notes().stream().anyMatch(note -> note.startsWith("Not checked")));
    }

    @Test
    void takesNoOtherImageSize() {
        ModelFile model = ModelReader.open(Fixtures.file("mix_cnn.pt2"));
        BadInputException refusal = assertThrows(BadInputException.class, () -> model.network(Shape.of(3, 32, 32)));

        assertTrue(refusal.sentence().contains("exported for images of"), refusal.sentence());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models/model.json                     | "major": 8          | "major": 9           | version 9
            models/model.json                     | aten.cat.default    | aten.roll.default    | operation aten::roll, as in
            models/model.json                     | torch.ops.aten.mul.Tensor | my.custom.op   | usual layers, or leave it out
            models/model.json                     | "as_ints": [1, 1]   | "as_graph": [1, 1]   | (argument stride)
            data/weights/model_weights_config.json| "use_pickle": false | "use_pickle": true   | stored as a Python pickle
            data/weights/model_weights_config.json| "path_name": "weight_3" | "path_name": "weight_99" | weight_99
            data/weights/model_weights_config.json| "as_int": 27        | "as_int": 999999     | outside its stored data
            archive_format                        | pt2                 | pt3                  | torch.export.save
            """)
    void isRefusedInWords(String part, String found, String replacement, String word, @TempDir Path folder)
            throws IOException {
        Path changed = folder.resolve("changed.pt2");
        Archives.replace(Fixtures.file("mix_cnn.pt2"), changed, part, found, replacement);
        BadInputException refusal = assertThrows(
                BadInputException.class, () -> ModelReader.open(changed).network(Shape.of(3, 24, 24)));

        assertTrue(refusal.sentence().contains(word), refusal.sentence());
    }
}

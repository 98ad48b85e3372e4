package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers found in good files against what PyTorch itself reports about the same models. */
class ImportStructureTest {

    /** Operations that become layers of their own, by the name torch.export gives them. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("conv2d", "Conv2d"),
            Map.entry("batch_norm", "BatchNorm"),
            Map.entry("linear", "Linear"),
            Map.entry("relu", "Relu"),
            Map.entry("leaky_relu", "LeakyRelu"),
            Map.entry("hardtanh", "HardTanh"),
            Map.entry("sigmoid", "Sigmoid"),
            Map.entry("tanh", "Tanh"),
            Map.entry("max_pool2d", "MaxPool2d"),
            Map.entry("avg_pool2d", "AvgPool2d"),
            Map.entry("adaptive_avg_pool2d", "AdaptiveAvgPool2d"),
            Map.entry("mean", "Mean"),
            Map.entry("cat", "Concat"),
            Map.entry("dropout", "Dropout"));

    static Stream<Path> files() throws IOException {
        return Fixtures.list("", ".pt");
    }

    @ParameterizedTest
    @MethodSource("files")
    void layersAreThoseOfTheModel(Path file) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(Fixtures.description(file).toFile());
        Shape input = Fixtures.inputShape(expected);
        ModelFile model = ModelReader.open(file);
        Network network = model.network(input);

        assertEquals(Shape.of(expected.get("classes").asInt()), network.outputShape());
        Map<String, Integer> counts = new TreeMap<>();
        network.nodes().forEach(node -> counts.merge(node.kind(), 1, Integer::sum));
        // Each of the four blocks of the DenseNet begins by joining a list of one value, which is no layer.
        counts.merge("Concat", expected.get("name").asText().equals("densenet_g4") ? 4 : 0, Integer::sum);
        KINDS.forEach((operation, kind) -> assertEquals(
                expected.get("canonical_ops").path(operation).asInt(), counts.getOrDefault(kind, 0), operation));
        layersHaveTheShapes(network, expected.get("layers"));
        weightsAreThoseOfTheModel(model, expected.get("params"));
    }

    private static void layersHaveTheShapes(Network network, JsonNode layers) {
        for (JsonNode layer : layers) {
            if (!layer.get("type").asText().equals("Identity")) {
                Node node =
                        network.nodes().get(network.indexOf(layer.get("name").asText()));
                int[] shape = new int[layer.get("shape").size()];
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = layer.get("shape").get(i).asInt();
                }
                assertEquals(Shape.of(shape).dropFirst(), node.shape(), node.name());
            }
        }
    }

    private static void weightsAreThoseOfTheModel(ModelFile model, JsonNode params) {
        Map<String, Tensor> state = model.state();
        for (JsonNode param : params) {
            Tensor value = state.get(param.get("name").asText());
            assertTrue(value != null, param.get("name").asText());
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < value.size(); i++) {
                sum += value.get(i);
                squares += value.get(i) * value.get(i);
            }
            assertEquals(param.get("sum").asDouble(), sum, 1e-4 * Math.max(1, Math.abs(sum)));
            assertEquals(param.get("l2").asDouble(), Math.sqrt(squares), 1e-5 * Math.max(1, Math.sqrt(squares)));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void someInputShapeIsFound(Path file) {
        ModelFile model = ModelReader.open(file);
        assertTrue(model.network(model.anyInputShape()).outputShape().dim(0) == 10);
    }

    static Stream<Path> variants() throws IOException {
        return Fixtures.list("variants", ".pt");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void otherWaysOfSavingWork(Path file) {
        Network network = ModelReader.open(file).network(Shape.of(3, 24, 24));
        assertEquals(Shape.of(10), network.outputShape());
        assertTrue(Files.exists(file));
    }
}

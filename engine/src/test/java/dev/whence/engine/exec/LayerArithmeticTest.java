package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of layer against its definition. */
class LayerArithmeticTest {

    private static final int IMAGES = 3;

    private static ExecutionEngine singles;
    private static ExecutionEngine doubles;

    @BeforeAll
    static void open() {
        singles = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
        doubles = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        singles.close();
        doubles.close();
    }

    static List<LayerCase> cases() {
        return LayerCase.all();
    }

    @Test
    void everyKindOfLayerIsTried() {
        Set<Class<?>> tried =
                LayerCase.all().stream().map(c -> c.op().getClass()).collect(Collectors.toSet());
        tried.add(Op.Input.class);
        assertEquals(Set.copyOf(Arrays.asList(Op.class.getPermittedSubclasses())), tried);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheDefinition(LayerCase layer) {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Map<String, Tensor> weights = weights(layer, random);
            Tensor batch = gaussian(random, packedSize(layer));
            Network network = network(layer, weights);
            Tensor expected = new SlowLayers(weights).compute(layer.op(), parts(layer, batch), layer.result());
            compare(expected, doubles, network, batch, 1e-12);
            compare(expected, singles, network, batch, 1e-5);
        }
    }

    private static void compare(
            Tensor expected, ExecutionEngine engine, Network network, Tensor batch, double tolerance) {
        try (NetworkRunner runner = engine.load(network)) {
            Tensor actual = runner.forward(batch);
            assertEquals(expected.shape(), actual.shape());
            for (int i = 0; i < expected.size(); i++) {
                double limit = tolerance * Math.max(1, Math.abs(expected.get(i)));
                assertTrue(
                        Math.abs(expected.get(i) - actual.get(i)) <= limit,
                        "value " + i + " is " + actual.get(i) + ", not " + expected.get(i));
            }
        }
    }

    /** All inputs of the layer come packed in one vector per image and are cut out of it. */
    private static Network network(LayerCase layer, Map<String, Tensor> weights) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("input", new Op.Input(), List.of(), Shape.of(packedSize(layer))));
        List<Integer> parts = new ArrayList<>();
        int start = 0;
        for (Shape shape : layer.inputs()) {
            int size = (int) shape.size();
            nodes.add(new Node("cut" + start, new Op.Slice(1, start, start + size, 1), List.of(0), Shape.of(size)));
            nodes.add(new Node("part" + start, new Op.Reshape(), List.of(nodes.size() - 1), shape));
            parts.add(nodes.size() - 1);
            start += size;
        }
        nodes.add(new Node("layer", layer.op(), parts, layer.result()));
        return new Network(nodes, nodes.size() - 1, weights, Map.of());
    }

    private static List<Tensor> parts(LayerCase layer, Tensor batch) {
        List<Tensor> parts = new ArrayList<>();
        int packed = packedSize(layer);
        int start = 0;
        for (Shape shape : layer.inputs()) {
            int size = (int) shape.size();
            double[] values = new double[IMAGES * size];
            for (int image = 0; image < IMAGES; image++) {
                System.arraycopy(batch.doubles(), image * packed + start, values, image * size, size);
            }
            parts.add(Tensor.of(values, shape.prepend(IMAGES).toArray()));
            start += size;
        }
        return parts;
    }

    private static int packedSize(LayerCase layer) {
        return layer.inputs().stream().mapToInt(shape -> (int) shape.size()).sum();
    }

    private static Map<String, Tensor> weights(LayerCase layer, Random random) {
        Map<String, Tensor> weights = new HashMap<>();
        layer.weights().forEach((name, shape) -> {
            double[] values = random.doubles(shape.size(), -1, 1).toArray();
            if (name.equals("var")) {
                values = Arrays.stream(values).map(v -> 0.5 + v * v).toArray();
            }
            weights.put(name, Tensor.of(values, shape.toArray()));
        });
        return weights;
    }

    /** Values that float32 holds exactly, away from 0 so that quotients stay tame. */
    private static Tensor gaussian(Random random, int size) {
        double[] values = new double[IMAGES * size];
        for (int i = 0; i < values.length; i++) {
            float v = (float) random.nextGaussian();
            values[i] = Math.abs(v) < 0.05f ? v + Math.copySign(0.05f, v) : v;
        }
        return Tensor.of(values, IMAGES, size);
    }
}

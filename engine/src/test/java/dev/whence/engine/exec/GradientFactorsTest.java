package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layer factors on random networks against differentiating the whole network for one image after the other. */
class GradientFactorsTest {

    private static final int IMAGES = 5;
    private static final double TOLERANCE = 1e-10;

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    record Case(String title, Network network, OutputFunction function, List<String> parameters) {
        @Override
        public String toString() {
            return title + ", " + function;
        }
    }

    static Stream<Case> cases() {
        OutputFunction[] functions = OutputFunction.values();
        return Stream.of(3L, 8L).flatMap(seed -> {
            Map<String, Network> networks = RandomNetworks.ofEveryWeightedLayer(seed);
            return networks.entrySet().stream().map(entry -> {
                Network network = entry.getValue();
                List<String> parameters =
                        seed == 3 ? List.copyOf(network.parameters().keySet()) : RandomNetworks.allButSome(network);
                int at = (int) ((entry.getKey().hashCode() + seed) & 0xff) % functions.length;
                return new Case(entry.getKey(), network, functions[at], parameters);
            });
        });
    }

    @Test
    void everyKindOfLayerWithWeightsOccurs() {
        Set<Class<?>> weighted = LayerCase.all().stream()
                .filter(layer -> !layer.weights().isEmpty())
                .map(layer -> layer.op().getClass())
                .collect(Collectors.toSet());
        Set<Class<?>> tried = cases().flatMap(c -> c.network.nodes().stream())
                .map(node -> node.op().getClass())
                .collect(Collectors.toSet());
        assertTrue(tried.containsAll(weighted));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsEqualTheGradientsOfSingleImages(Case given) {
        try (NetworkRunner runner = engine.load(given.network);
                Scope scope = engine.scope()) {
            Tensor batch = RandomNetworks.batch(1, IMAGES);
            Tensor classes = RandomNetworks.classes(2, IMAGES);
            double[] expected = oneByOne(runner, given, batch, classes);
            DeviceArray rows = new ParameterGradients(runner, given.network.output(), given.parameters)
                    .rows(scope, batch, logits -> given.function.seed(logits, classes));
            close(expected, rows);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsWithoutWritingOutEqualThoseOfRows(Case given) {
        try (NetworkRunner runner = engine.load(given.network);
                Scope scope = engine.scope()) {
            Tensor batch = RandomNetworks.batch(1, IMAGES);
            Tensor other = RandomNetworks.batch(4, 3);
            UnaryOperator<DeviceArray> seed = logits -> given.function.seed(logits, RandomNetworks.classes(2, IMAGES));
            UnaryOperator<DeviceArray> otherSeed = logits -> given.function.seed(logits, RandomNetworks.classes(5, 3));
            ParameterGradients rows = new ParameterGradients(runner, given.network.output(), given.parameters);
            DeviceArray ours = rows.rows(scope, batch, seed);
            DeviceArray theirs = rows.rows(scope, other, otherSeed);
            double[] products = ours.matmul(theirs.transpose(0, 1)).toHost().doubles();
            GradientFactors factors = new GradientFactors(runner, given.network.output(), given.parameters);
            List<LayerGradients> left = factors.of(scope, batch, seed);
            List<LayerGradients> right = factors.of(scope, other, otherSeed);
            close(products, GradientFactors.products(left, right));
            close(products, GradientFactors.products(compact(left), right));
            close(products, GradientFactors.products(left, compact(right)));
            close(products, factors.along(scope, batch, seed, theirs));
            close(ours.square().sum(false, 1).toHost().doubles(), GradientFactors.squaredNorms(left));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void directionalDerivativesAreTheSlopeAlongTheDirection(Case given) {
        try (NetworkRunner runner = engine.load(given.network);
                Scope scope = engine.scope()) {
            Tensor batch = RandomNetworks.batch(1, IMAGES);
            Tensor classes = RandomNetworks.classes(2, IMAGES);
            GradientFactors factors = new GradientFactors(runner, given.network.output(), given.parameters);
            DeviceArray start = start(scope, given, factors.layout());
            DeviceArray v = scope.of(
                    RandomNetworks.uniform(new Random(6), 1, factors.layout().size()));
            Tensor slopes = factors.along(
                            scope,
                            batch,
                            weights(runner, factors.layout(), start),
                            logits -> given.function.seed(logits, classes),
                            v)
                    .toHost();
            double step = 1e-6;
            double[] ahead = numbers(runner, given, batch, classes, factors, start.add(v.multiply(step)));
            double[] behind = numbers(runner, given, batch, classes, factors, start.add(v.multiply(-step)));
            for (int i = 0; i < IMAGES; i++) {
                double slope = (ahead[i] - behind[i]) / (2 * step);
                assertEquals(slope, slopes.get(i), 2e-6 * Math.max(1, Math.abs(slope)));
            }
        }
    }

    /** A point a little away from the network's own weights, as a vector. */
    private static DeviceArray start(Scope scope, Case given, ParameterLayout layout) {
        Map<String, DeviceArray> parts = new HashMap<>();
        layout.names()
                .forEach(name -> parts.put(
                        name,
                        scope.of(given.network.tensor(name)).reshape(1, -1).multiply(0.9)));
        return layout.join(parts, 1, scope);
    }

    private static Function<String, DeviceArray> weights(
            NetworkRunner runner, ParameterLayout layout, DeviceArray vector) {
        Map<String, DeviceArray> moved = layout.weights(vector.reshape(layout.size()));
        return name -> moved.getOrDefault(name, runner.weight(name));
    }

    private static double[] numbers(
            NetworkRunner runner,
            Case given,
            Tensor batch,
            Tensor classes,
            GradientFactors factors,
            DeviceArray vector) {
        try (Scope scope = engine.scope()) {
            DeviceArray logits = runner.evaluate(
                            scope.of(batch), weights(runner, factors.layout(), vector), given.network.output())
                    .get(0);
            return given.function.of(logits, classes).toHost().doubles();
        }
    }

    /** Differentiates the whole network by its weights, for each image alone. */
    private static double[] oneByOne(NetworkRunner runner, Case given, Tensor batch, Tensor classes) {
        double[][] rows = new double[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            try (Scope scope = engine.scope()) {
                Map<String, DeviceArray> variables = new HashMap<>();
                given.parameters.forEach(
                        name -> variables.put(name, scope.variable(scope.of(given.network.tensor(name)))));
                DeviceArray logits = runner.evaluate(
                                scope.of(batch.rows(i, i + 1)),
                                name -> variables.containsKey(name) ? variables.get(name) : runner.weight(name),
                                given.network.output())
                        .get(0);
                List<DeviceArray> ordered =
                        given.parameters.stream().map(variables::get).toList();
                DeviceArray number = given.function.of(logits, classes.rows(i, i + 1));
                rows[i] = Autograd.gradients(List.of(number), ordered, List.of(scope.full(1, 1)), false).stream()
                        .flatMapToDouble(
                                gradient -> Arrays.stream(gradient.toHost().doubles()))
                        .toArray();
            }
        }
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static List<LayerGradients> compact(List<LayerGradients> layers) {
        return layers.stream().map(LayerGradients::compact).toList();
    }

    private static void close(double[] expected, DeviceArray found) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertArrayEquals(expected, found.toHost().doubles(), TOLERANCE * Math.max(1, largest));
    }
}

package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole passes in one call against the same passes layer by layer. */
class VectorNetworkTest {

    private static final int CLASSES = 5;

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Tensor noise(long seed, double scale, int... shape) {
        Random random = new Random(seed);
        double[] values = new double[(int) Shape.of(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }

    private static void assertClose(DeviceArray expected, DeviceArray found, double tolerance, String what) {
        Tensor a = expected.toHost();
        Tensor b = found.toHost();
        assertEquals(a.size(), b.size(), what);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i)));
            worst = Math.max(worst, Math.abs(a.get(i) - b.get(i)));
        }
        assertTrue(worst <= tolerance * largest, what + ": " + worst + " of " + largest);
    }

    @ParameterizedTest
    @EnumSource(names = {"MLP", "TINY_CNN", "SMALL_CNN", "RESNET9", "MODULO_TRANSFORMER"})
    void wholePassesGiveWhatLayersGive(Architecture architecture) {
        boolean tokens = architecture == Architecture.MODULO_TRANSFORMER;
        int[] shape = tokens ? new int[] {1, 4, 7} : new int[] {1, 28, 28};
        Network network = architecture.build(Shape.of(shape), CLASSES, true, 3);
        Tensor batch = noise(1, 1, 3, shape[0], shape[1], shape[2]);
        try (NetworkRunner runner = engine.load(network);
                Scope scope = engine.scope()) {
            VectorNetwork whole = new VectorNetwork(runner, network.output(), true);
            GradientFactors factors =
                    new GradientFactors(runner, network.output(), whole.layout().names());
            List<DeviceArray> own = new ArrayList<>();
            network.parameters()
                    .values()
                    .forEach(value -> own.add(scope.of(value).reshape(-1)));
            DeviceArray parameters = DeviceArray.concat(0, own);
            DeviceArray moved =
                    parameters.add(scope.of(noise(2, 1e-3, parameters.shape().dim(0))));
            DeviceArray middle = parameters.add(moved).multiply(0.5);
            Map<String, DeviceArray> byName = whole.layout().weights(middle);
            Function<String, DeviceArray> weights =
                    name -> byName.containsKey(name) ? byName.get(name) : runner.weight(name);

            List<DeviceArray> state = whole.state(scope.of(batch), middle);
            assertClose(
                    runner.evaluate(scope.of(batch), weights, network.output())
                            .get(0)
                            .logSoftmax(1),
                    state.get(0),
                    1e-10,
                    "outputs");

            Tensor seeds = noise(4, 1, 2, CLASSES);
            Tensor twice = batch.take(new int[] {1, 1});
            DeviceArray rows = whole.layout()
                    .join(
                            rows(factors.of(scope, twice, weights, logits -> {
                                DeviceArray given = scope.of(seeds);
                                return given.subtract(logits.softmax(1).multiply(given.sum(true, 1)));
                            })),
                            2,
                            scope);
            DeviceArray image = scope.of(batch.take(new int[] {1}));
            assertClose(
                    rows,
                    whole.gradients(image, scope.of(seeds), StepAlgebra.between(parameters, moved, 0.5)),
                    1e-9,
                    "gradients");
            DeviceArray averaged = whole.averagedGradients(
                    image,
                    scope.of(seeds),
                    parameters,
                    moved,
                    whole.state(image, parameters),
                    whole.state(image, moved),
                    4);
            assertClose(rows, averaged, 0.2, "gradients between close vectors, averaged");

            double[] classes = new double[3 * CLASSES];
            classes[2] = 1;
            classes[CLASSES] = 1;
            classes[2 * CLASSES + 4] = 1;
            Tensor labels = Tensor.of(classes, 3, CLASSES);
            assertClose(
                    factors.sum(scope, batch, weights, logits -> OutputFunction.LOSS.seed(logits, labels)),
                    whole.lossGradient(scope.of(batch), scope.of(labels), middle),
                    1e-9,
                    "sum of loss gradients");
            if (whole.factored()) {
                for (int m : new int[] {1, 4}) {
                    DeviceArray directions =
                            scope.of(noise(5, 1, m, parameters.shape().dim(0)));
                    Map<String, DeviceArray> each = factors.alongEach(
                            scope,
                            batch,
                            weights,
                            logits -> OutputFunction.LOSS.seed(logits, labels),
                            whole.layout().split(directions));
                    List<DeviceArray> columns = whole.layout().names().stream()
                            .map(name -> each.get(name).reshape(3, 1, m))
                            .toList();
                    // Often enough for the engine to think of optimising what it runs.
                    for (int call = 0; call < 4; call++) {
                        assertClose(
                                DeviceArray.concat(1, columns),
                                whole.lossesAlong(scope.of(batch), scope.of(labels), middle, directions, false)
                                        .get(0),
                                1e-9,
                                "along " + m + " directions");
                    }
                    List<DeviceArray> both =
                            whole.lossesAlong(scope.of(batch), scope.of(labels), middle, directions, true);
                    assertClose(DeviceArray.concat(1, columns), both.get(0), 1e-9, "along " + m + ", with the sum");
                    assertClose(
                            whole.lossGradient(scope.of(batch), scope.of(labels), middle),
                            both.get(1),
                            1e-9,
                            "sum found with " + m + " directions");
                }
            }
        }
    }

    private static Map<String, DeviceArray> rows(List<LayerGradients> layers) {
        Map<String, DeviceArray> blocks = new LinkedHashMap<>();
        layers.forEach(layer -> blocks.putAll(layer.rows()));
        return blocks;
    }
}

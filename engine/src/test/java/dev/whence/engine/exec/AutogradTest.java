package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients in float64 against central finite differences. */
class AutogradTest {

    private static final ExecutionSettings DOUBLES = new ExecutionSettings("cpu", Precision.FLOAT64, 1);

    @Test
    void inputAndInnerGradientsAgreeWithFiniteDifferences() {
        Random random = new Random(5);
        Network network = smallNetwork(random);
        Tensor batch = gaussian(random, 3, 2, 6, 6);
        Tensor seed = gaussian(random, 3, 4);
        try (ExecutionEngine engine = ExecutionEngine.open(DOUBLES);
                NetworkRunner runner = engine.load(network)) {
            double[] gradient = runner.inputGradient(batch, seed).doubles();
            for (int trial = 0; trial < 20; trial++) {
                int i = random.nextInt(gradient.length);
                double slope = (weighted(runner, shifted(batch, i, 1e-5), seed)
                                - weighted(runner, shifted(batch, i, -1e-5), seed))
                        / 2e-5;
                assertEquals(slope, gradient[i], 1e-6);
            }
            Tensor inner = runner.gradients(batch, seed, 4).get(0);
            assertEquals(Shape.of(3, 48), inner.shape());
            double[] expected = new double[48];
            Tensor weight = network.tensor("fc.weight");
            for (int j = 0; j < 48; j++) {
                for (int k = 0; k < 4; k++) {
                    expected[j] += weight.get(k * 48 + j) * seed.get(k);
                }
                assertEquals(expected[j], inner.get(j), 1e-12);
            }
        }
    }

    @Test
    void gradientsCanBeDifferentiatedAgain() {
        try (ExecutionEngine engine = ExecutionEngine.open(DOUBLES);
                Scope scope = engine.scope()) {
            DeviceArray x = scope.variable(scope.of(Tensor.of(new double[] {0.5, -2, 3}, 3)));
            DeviceArray cube = x.multiply(x).multiply(x).sum();
            DeviceArray first = Autograd.gradients(List.of(cube), List.of(x), List.of(scope.scalar(1)), true)
                    .get(0);
            DeviceArray second = Autograd.gradient(first.sum(), x, scope.scalar(1));
            assertEquals(12, first.toHost().get(1), 1e-12);
            assertEquals(-12, second.toHost().get(1), 1e-12);
            assertEquals(18, second.toHost().get(2), 1e-12);
        }
    }

    private static Network smallNetwork(Random random) {
        Pair one = Pair.of(1);
        List<Node> nodes = List.of(
                new Node("input", new Op.Input(), List.of(), Shape.of(2, 6, 6)),
                new Node(
                        "conv",
                        new Op.Conv2d("conv.weight", "conv.bias", one, one, one, 1),
                        List.of(0),
                        Shape.of(3, 6, 6)),
                new Node("silu", new Op.Silu(), List.of(1), Shape.of(3, 6, 6)),
                new Node(
                        "pool",
                        new Op.AvgPool2d(Pair.of(3), Pair.of(2), one, true, false, null),
                        List.of(2),
                        Shape.of(3, 4, 4)),
                new Node("flatten", new Op.Reshape(), List.of(3), Shape.of(48)),
                new Node("fc", new Op.Linear("fc.weight", "fc.bias"), List.of(4), Shape.of(4)));
        return new Network(
                nodes,
                5,
                Map.of(
                        "conv.weight", gaussian(random, 3, 2, 3, 3),
                        "conv.bias", gaussian(random, 3),
                        "fc.weight", gaussian(random, 4, 48),
                        "fc.bias", gaussian(random, 4)),
                Map.of());
    }

    private static Tensor shifted(Tensor batch, int position, double by) {
        double[] copy = batch.doubles().clone();
        copy[position] += by;
        return Tensor.of(copy, batch.shape().toArray());
    }

    private static double weighted(NetworkRunner runner, Tensor batch, Tensor seed) {
        Tensor output = runner.forward(batch);
        double sum = 0;
        for (int i = 0; i < seed.size(); i++) {
            sum += output.get(i) * seed.get(i);
        }
        return sum;
    }

    private static Tensor gaussian(Random random, int... shape) {
        double[] values = random.doubles(Shape.of(shape).size(), -1, 1).toArray();
        return Tensor.of(values, shape);
    }
}

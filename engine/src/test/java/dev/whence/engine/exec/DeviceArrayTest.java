package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceArrayTest {

    private ExecutionEngine engine;
    private Scope scope;

    @BeforeEach
    void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        scope = engine.scope();
    }

    @AfterEach
    void close() {
        scope.close();
        engine.close();
    }

    @Test
    void computesElementwise() {
        DeviceArray x = array(-2, -0.5, 0, 3);
        assertArrayEquals(new double[] {-1, -0.5, 0, 1}, values(x.clamp(-1, 1)));
        assertArrayEquals(new double[] {-1, -1, 0, 1}, values(x.sign()));
        assertArrayEquals(new double[] {4, 0.25, 0, 9}, values(x.square()));
        assertArrayEquals(new double[] {1, 2.5, 3, 6}, values(x.add(3)));
        assertArrayEquals(new double[] {-1, -0.25, 0, 1.5}, values(x.divide(array(2, 2, 2, 2))));
        assertArrayEquals(
                new double[] {0, 0, 0, 3}, values(x.greaterThan(scope.scalar(0)).choose(x, scope.scalar(0))));
        assertArrayEquals(new double[] {-4, -1, 0, 6}, values(x.subtract(x.negate())));
        assertArrayEquals(new double[] {0, -0.5, 0, 3}, values(x.whereAbove(array(-1, 1, 1, 2))));
        assertArrayEquals(new double[] {0, 0, 0, 3}, values(x.whereAbove(x)));
    }

    @Test
    void spreadsOverWindowsAsTheTransposedConvolutionWithOnes() {
        Convolution how = new Convolution(new Pair(2, 1), new Pair(1, 0), new Pair(1, 2), 1);
        DeviceArray above = random(new Random(4), 2, 1, 3, 4);
        double[] expected = values(above.conv2dTransposed(scope.full(1, 1, 1, 3, 2), how, 6, 6));
        assertArrayEquals(expected, values(above.overWindows(3, 2, how, 6, 6)), 1e-12);
    }

    @Test
    void reducesAndRearranges() {
        DeviceArray x = array(1, 2, 3, 4, 5, 6).reshape(2, 3);
        assertArrayEquals(new double[] {5, 7, 9}, values(x.sum(false, 0)));
        assertEquals(Shape.of(2, 1), x.mean(true, 1).shape());
        assertArrayEquals(new double[] {3, 6}, values(x.max(false, 1)));
        assertEquals(21, x.sum().toHost().get(0));
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, values(x.transpose(0, 1)));
        assertArrayEquals(new double[] {2, 3, 5, 6}, values(x.slice(1, 1, 3)));
        DeviceArray rows = scope.of(Tensor.of(new int[] {1, 1}, 2));
        assertArrayEquals(new double[] {4, 5, 6, 4, 5, 6}, values(x.take(0, rows)));
        assertEquals(Shape.of(4, 3), DeviceArray.concat(0, List.of(x, x)).shape());
        assertArrayEquals(new double[] {14, 32, 32, 77}, values(x.matmul(x.transpose(0, 1))), 1e-12);
    }

    @Test
    void theTransposedConvolutionIsTheAdjoint() {
        Random random = new Random(3);
        Convolution how = new Convolution(new Pair(2, 3), new Pair(1, 0), new Pair(1, 2), 2);
        DeviceArray weight = random(random, 6, 2, 3, 2);
        DeviceArray x = random(random, 2, 4, 8, 9);
        DeviceArray y = x.conv2d(weight, how);
        DeviceArray seed = random(random, y.shape().toArray());
        DeviceArray back = seed.conv2dTransposed(weight, how, 8, 9);
        assertEquals(x.shape(), back.shape());
        double forward = y.multiply(seed).sum().toHost().get(0);
        assertEquals(forward, back.multiply(x).sum().toHost().get(0), 1e-10);
    }

    @Test
    void whatABlockAddsToAGatheredSumIsFreedWithTheBlock() {
        try (Scope gathering = scope.open().open()) {
            DeviceArray sum = gathering.full(1, 3);
            try (Scope block = engine.scope()) {
                assertSame(block, sum.multiply(block.full(2, 3)).scope());
            }
        }
    }

    @Test
    void resultsLandInTheYoungestScope() {
        DeviceArray old = array(1, 2);
        DeviceArray kept;
        DeviceArray lost;
        try (Scope inner = scope.open()) {
            DeviceArray young = inner.of(Tensor.of(new double[] {3, 4}, 2));
            lost = old.multiply(young);
            assertSame(inner, lost.scope());
            kept = scope.keep(young.multiply(old));
        }
        assertArrayEquals(new double[] {3, 8}, values(kept));
        assertThrows(IllegalStateException.class, lost::toHost);
    }

    @Test
    void constantsStopGradients() {
        DeviceArray x = scope.variable(array(2));
        DeviceArray y = x.multiply(scope.constant(x));
        assertEquals(2, Autograd.gradient(y, x, array(1)).toHost().get(0));
        DeviceArray unrelated = scope.variable(array(5));
        List<DeviceArray> both =
                Autograd.gradients(List.of(x.square()), List.of(x, unrelated), List.of(array(1)), false);
        assertEquals(4, both.get(0).toHost().get(0));
        assertEquals(0, both.get(1).toHost().get(0));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        String message = assertThrows(
                        IllegalStateException.class, () -> array(1, 2).add(array(1, 2, 3)))
                .getMessage();
        assertTrue(message.contains("size of tensor a (2) must match the size of tensor b (3)"), message);
    }

    private DeviceArray array(double... values) {
        return scope.of(Tensor.of(values, values.length));
    }

    private DeviceArray random(Random random, int... shape) {
        return scope.of(Tensor.of(random.doubles(Shape.of(shape).size(), -1, 1).toArray(), shape));
    }

    private static double[] values(DeviceArray array) {
        return array.toHost().doubles();
    }
}

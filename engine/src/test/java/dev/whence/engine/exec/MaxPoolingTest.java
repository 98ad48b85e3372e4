package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooling whole arrays at a time gives what libtorch's own pooling and its gradient give, ties included. */
class MaxPoolingTest {

    private static final Shape IMAGE = Shape.of(3, 7, 8);
    private static final int IMAGES = 4;

    /** A pooling and the size of its result. */
    private record Case(Op.MaxPool2d pooling, Shape output) {}

    static Stream<Case> cases() {
        Pair one = Pair.of(1);
        Pair none = Pair.of(0);
        Pair two = Pair.of(2);
        Pair three = Pair.of(3);
        return Stream.of(
                new Case(new Op.MaxPool2d(two, two, none, one, false), Shape.of(3, 3, 4)),
                new Case(new Op.MaxPool2d(three, two, none, one, true), Shape.of(3, 3, 4)),
                new Case(new Op.MaxPool2d(three, new Pair(2, 1), one, one, false), Shape.of(3, 4, 8)),
                new Case(new Op.MaxPool2d(three, one, one, two, false), Shape.of(3, 5, 6)),
                new Case(new Op.MaxPool2d(new Pair(3, 2), new Pair(3, 5), none, one, false), Shape.of(3, 2, 2)),
                new Case(new Op.MaxPool2d(new Pair(7, 2), new Pair(7, 2), none, one, false), Shape.of(3, 1, 4)),
                new Case(new Op.MaxPool2d(Pair.of(5), one, two, one, false), Shape.of(3, 7, 8)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsLibtorch(Case pooled) {
        Network network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), IMAGE),
                        new Node("pool", pooled.pooling(), List.of(0), pooled.output())),
                1,
                Map.of(),
                Map.of());
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
                NetworkRunner runner = engine.load(network);
                Scope scope = engine.scope()) {
            Random random = new Random(1);
            DeviceArray x = scope.of(digits(random, IMAGE.prepend(IMAGES)));
            DeviceArray variable = scope.variable(x);
            DeviceArray expected = runner.apply(1, List.of(variable));
            DeviceArray found = runner.value(1, List.of(x));
            assertEquals(expected.shape(), found.shape());
            assertArrayEquals(expected.toHost().floats(), found.toHost().floats());

            DeviceArray above = scope.of(digits(random, pooled.output().prepend(IMAGES)));
            assertArrayEquals(
                    Autograd.gradient(expected, variable, above).toHost().floats(),
                    x.toMaxima(found, above, pooled.pooling()).toHost().floats());
            DeviceArray first = x.slice(0, 0, 1);
            DeviceArray copies = first.broadcastTo(IMAGE.prepend(IMAGES).toArray());
            DeviceArray largest = found.slice(0, 0, 1);
            assertArrayEquals(
                    copies.toMaxima(runner.apply(1, List.of(copies)), above, pooled.pooling())
                            .toHost()
                            .floats(),
                    first.toMaxima(largest, above, pooled.pooling()).toHost().floats());
            DeviceArray rows = scope.of(Tensor.of(
                    LongStream.range(0, IMAGES).map(i -> Math.min(i, 1)).toArray(), IMAGES));
            assertArrayEquals(
                    x.take(0, rows)
                            .toMaxima(found.take(0, rows), above, pooled.pooling())
                            .toHost()
                            .floats(),
                    x.slice(0, 0, 2)
                            .toMaximaManyOfLast(found.slice(0, 0, 2), above, pooled.pooling())
                            .toHost()
                            .floats());
        }
    }

    /** Few different values, so that most windows have ties; whole numbers, so that the order of sums does not matter. */
    private static Tensor digits(Random random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(7) - 3;
        }
        return Tensor.of(values, shape.toArray());
    }
}

package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One layer to try.
 *
 * @param inputs shapes for one image; the first is the network's input, the others are made from slices of constants
 * @param result expected shape for one image
 * @param weights shapes by name
 */
record LayerCase(String title, Op op, List<Shape> inputs, Shape result, Map<String, Shape> weights) {

    private static final Pair ONE = Pair.of(1);
    private static final Pair TWO = Pair.of(2);
    private static final Pair NONE = Pair.of(0);

    @Override
    public String toString() {
        return title;
    }

    static List<LayerCase> all() {
        List<LayerCase> cases = new ArrayList<>();
        convolutions(cases);
        weighted(cases);
        activations(cases);
        pooling(cases);
        joining(cases);
        reshaping(cases);
        return cases;
    }

    private static void convolutions(List<LayerCase> cases) {
        Shape image = Shape.of(4, 7, 6);
        cases.add(one(
                "conv",
                new Op.Conv2d("w", "b", ONE, ONE, ONE, 1),
                image,
                Shape.of(5, 7, 6),
                Map.of("w", Shape.of(5, 4, 3, 3), "b", Shape.of(5))));
        cases.add(one(
                "conv grouped, oblong",
                new Op.Conv2d("w", null, new Pair(2, 1), new Pair(1, 0), ONE, 2),
                image,
                Shape.of(6, 4, 5),
                Map.of("w", Shape.of(6, 2, 3, 2))));
        cases.add(one(
                "conv dilated",
                new Op.Conv2d("w", "b", ONE, TWO, new Pair(2, 1), 1),
                image,
                Shape.of(3, 7, 8),
                Map.of("w", Shape.of(3, 4, 3, 3), "b", Shape.of(3))));
        cases.add(one(
                "conv depthwise",
                new Op.Conv2d("w", "b", TWO, ONE, ONE, 4),
                image,
                Shape.of(8, 4, 3),
                Map.of("w", Shape.of(8, 1, 3, 3), "b", Shape.of(8))));
    }

    private static void weighted(List<LayerCase> cases) {
        Shape image = Shape.of(4, 3, 5);
        Map<String, Shape> channels =
                Map.of("w", Shape.of(4), "b", Shape.of(4), "mean", Shape.of(4), "var", Shape.of(4));
        cases.add(one(
                "linear",
                new Op.Linear("w", "b"),
                Shape.of(9),
                Shape.of(4),
                Map.of("w", Shape.of(4, 9), "b", Shape.of(4))));
        cases.add(one(
                "linear over the last axis",
                new Op.Linear("w", null),
                Shape.of(2, 9),
                Shape.of(2, 4),
                Map.of("w", Shape.of(4, 9))));
        cases.add(one("batch norm", new Op.BatchNorm("w", "b", "mean", "var", 1e-5), image, image, channels));
        cases.add(one(
                "batch norm, not affine", new Op.BatchNorm(null, null, "mean", "var", 1e-3), image, image, channels));
        cases.add(one(
                "batch norm of vectors",
                new Op.BatchNorm("w", "b", "mean", "var", 1e-5),
                Shape.of(4),
                Shape.of(4),
                channels));
        cases.add(one(
                "layer norm over one axis",
                new Op.LayerNorm("w", "b", 1, 1e-5),
                image,
                image,
                Map.of("w", Shape.of(5), "b", Shape.of(5))));
        cases.add(one("layer norm over all axes", new Op.LayerNorm(null, null, 3, 1e-6), image, image, Map.of()));
        cases.add(one("group norm", new Op.GroupNorm("w", "b", 2, 1e-5), image, image, channels));
        cases.add(one("group norm, not affine", new Op.GroupNorm(null, null, 4, 1e-5), image, image, Map.of()));
        cases.add(one("prelu shared", new Op.PRelu("w"), image, image, Map.of("w", Shape.of(1))));
        cases.add(one("prelu per channel", new Op.PRelu("w"), image, image, channels));
        cases.add(one(
                "affine",
                new Op.Affine("s", "t"),
                image,
                image,
                Map.of("s", Shape.of(4, 1, 1), "t", Shape.of(1, 4, 1, 1))));
        cases.add(one("affine scale", new Op.Affine("s", null), image, image, Map.of("s", Shape.of())));
        cases.add(one("affine shift", new Op.Affine(null, "t"), image, image, Map.of("t", Shape.of(5))));
    }

    private static void activations(List<LayerCase> cases) {
        Shape image = Shape.of(3, 4, 5);
        List<Op> kinds = List.of(
                new Op.Relu(),
                new Op.LeakyRelu(0.07),
                new Op.Elu(1.3),
                new Op.HardTanh(-0.5, 0.75),
                new Op.HardTanh(0, 6),
                new Op.HardSwish(),
                new Op.HardSigmoid(),
                new Op.Sigmoid(),
                new Op.Tanh(),
                new Op.Silu(),
                new Op.Gelu(false),
                new Op.Gelu(true),
                new Op.Softplus(1, 20),
                new Op.Softplus(3, 1.5),
                new Op.Softmax(1),
                new Op.Softmax(3),
                new Op.LogSoftmax(1),
                new Op.Dropout(0.5),
                new Op.Identity());
        kinds.forEach(op -> cases.add(one(op.toString(), op, image, image, Map.of())));
    }

    private static void pooling(List<LayerCase> cases) {
        Shape image = Shape.of(3, 7, 8);
        Pair three = Pair.of(3);
        cases.add(one("max pool", new Op.MaxPool2d(TWO, TWO, NONE, ONE, false), image, Shape.of(3, 3, 4)));
        cases.add(one("max pool, ceil", new Op.MaxPool2d(three, TWO, NONE, ONE, true), image, Shape.of(3, 3, 4)));
        cases.add(one(
                "max pool, padded",
                new Op.MaxPool2d(three, new Pair(2, 1), ONE, ONE, false),
                image,
                Shape.of(3, 4, 8)));
        cases.add(one("max pool, dilated", new Op.MaxPool2d(three, ONE, ONE, TWO, false), image, Shape.of(3, 5, 6)));
        cases.add(one("average pool", avg(TWO, TWO, NONE, false, true, null), image, Shape.of(3, 3, 4)));
        cases.add(
                one("average pool, padding counts", avg(three, TWO, ONE, false, true, null), image, Shape.of(3, 4, 4)));
        cases.add(one(
                "average pool, padding does not count",
                avg(three, TWO, ONE, false, false, null),
                image,
                Shape.of(3, 4, 4)));
        cases.add(one(
                "average pool, ceil, padding counts",
                avg(three, TWO, ONE, true, true, null),
                image,
                Shape.of(3, 4, 5)));
        cases.add(one(
                "average pool, ceil, does not count",
                avg(three, TWO, ONE, true, false, null),
                image,
                Shape.of(3, 4, 5)));
        cases.add(
                one("average pool, divisor", avg(new Pair(3, 2), TWO, ONE, false, true, 5), image, Shape.of(3, 4, 5)));
        cases.add(one("adaptive average", new Op.AdaptiveAvgPool2d(new Pair(3, 5)), image, Shape.of(3, 3, 5)));
        cases.add(one(
                "adaptive average, enlarging", new Op.AdaptiveAvgPool2d(new Pair(9, 11)), image, Shape.of(3, 9, 11)));
        cases.add(one("adaptive average, global", new Op.AdaptiveAvgPool2d(ONE), image, Shape.of(3, 1, 1)));
        cases.add(one("adaptive maximum", new Op.AdaptiveMaxPool2d(new Pair(3, 5)), image, Shape.of(3, 3, 5)));
        cases.add(one("mean", new Op.Mean(List.of(2, 3), false), image, Shape.of(3)));
        cases.add(one("mean, axes kept", new Op.Mean(List.of(1, 3), true), image, Shape.of(1, 7, 1)));
    }

    private static void joining(List<LayerCase> cases) {
        Shape image = Shape.of(3, 4, 5);
        Shape gate = Shape.of(3, 1, 1);
        cases.add(many("add", new Op.Add(), List.of(image, image), image));
        cases.add(many("add three", new Op.Add(), List.of(image, gate, image), image));
        cases.add(many("subtract", new Op.Subtract(), List.of(image, gate), image));
        cases.add(many("gate", new Op.Multiply(), List.of(image, gate), image));
        cases.add(many("divide", new Op.Divide(), List.of(image, image), image));
        cases.add(many("concat", new Op.Concat(1), List.of(image, Shape.of(1, 4, 5), image), Shape.of(7, 4, 5)));
        cases.add(many("concat columns", new Op.Concat(3), List.of(image, Shape.of(3, 4, 2)), Shape.of(3, 4, 7)));
    }

    private static void reshaping(List<LayerCase> cases) {
        Shape image = Shape.of(3, 4, 5);
        cases.add(one("flatten", new Op.Reshape(), image, Shape.of(60)));
        cases.add(one("reshape", new Op.Reshape(), image, Shape.of(2, 6, 5)));
        cases.add(one("permute", new Op.Permute(List.of(0, 2, 3, 1)), image, Shape.of(4, 5, 3)));
        cases.add(one("slice", new Op.Slice(1, 1, 3, 1), image, Shape.of(2, 4, 5)));
        cases.add(one("slice with steps", new Op.Slice(3, 0, 5, 2), image, Shape.of(3, 4, 3)));
        cases.add(one("pad", new Op.Pad2d(1, 0, 2, 3, 0.25), image, Shape.of(3, 5, 10)));
    }

    private static Op avg(Pair kernel, Pair stride, Pair padding, boolean ceil, boolean counts, Integer divisor) {
        return new Op.AvgPool2d(kernel, stride, padding, ceil, counts, divisor);
    }

    private static LayerCase one(String title, Op op, Shape input, Shape result) {
        return one(title, op, input, result, Map.of());
    }

    private static LayerCase one(String title, Op op, Shape input, Shape result, Map<String, Shape> weights) {
        return new LayerCase(title, op, List.of(input), result, weights);
    }

    private static LayerCase many(String title, Op op, List<Shape> inputs, Shape result) {
        return new LayerCase(title, op, inputs, result, Map.of());
    }
}

package dev.whence.engine.model.reader;

import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Guesses the image shape from the weights where the file does not tell it. */
final class InputShapes {

    private static final int[] SIZES = {224, 32, 28, 64, 24, 8, 96, 128, 256, 299, 16, 48, 40, 12, 20, 36, 56, 80, 112};

    private InputShapes() {}

    static List<Shape> candidates(ModelSource source) {
        Set<Shape> shapes = new LinkedHashSet<>();
        source.exampleInput().ifPresent(shapes::add);
        List<Tensor> state = new ArrayList<>(source.state().values());
        Set<Integer> channels = new LinkedHashSet<>();
        Tensor first = state.stream()
                .filter(weight -> weight.shape().rank() == 2 || weight.shape().rank() == 4)
                .filter(weight -> weight.shape().dim(1) > 1 || weight.shape().dim(-1) > 1)
                .findFirst()
                .orElse(null);
        if (first != null && first.shape().rank() == 4) {
            channels.add(first.shape().dim(1));
        }
        channels.add(3);
        channels.add(1);
        if (first != null && first.shape().rank() == 2) {
            for (int count : channels) {
                int pixels = first.shape().dim(1) / count;
                int side = (int) Math.round(Math.sqrt(pixels));
                if (side > 0 && (long) side * side * count == first.shape().dim(1)) {
                    shapes.add(Shape.of(count, side, side));
                }
            }
        }
        for (int count : channels) {
            for (int size : SIZES) {
                shapes.add(Shape.of(count, size, size));
            }
        }
        return List.copyOf(shapes);
    }
}

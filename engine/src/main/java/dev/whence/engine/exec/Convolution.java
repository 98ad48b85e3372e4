package dev.whence.engine.exec;

import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;

/** How a convolution kernel moves over an image. All pairs are {@code (vertical, horizontal)}. */
public record Convolution(Pair stride, Pair padding, Pair dilation, int groups) {

    /** The movement of a layer. */
    public static Convolution of(Op.Conv2d layer) {
        return new Convolution(layer.stride(), layer.padding(), layer.dilation(), layer.groups());
    }
}

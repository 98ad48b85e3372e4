package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which image each of several relevance signals runs through. Signals that share an image share its forward pass and
 * everything the rules derive from its values alone.
 *
 * @param count number of signals, p
 * @param images number of images, u
 * @param rows the image of each signal on the device, absent where every signal has its own or all have the same
 * @param manyOfLast whether every image has one signal, in order, but the last has all the rest
 */
record Signals(int count, int images, @Nullable DeviceArray rows, boolean manyOfLast) {

    /** @param imageOf the image of each signal, below {@code images} */
    static Signals of(Scope scope, int images, int[] imageOf) {
        boolean same = images == 1;
        boolean own = images == imageOf.length;
        boolean manyOfLast = images < imageOf.length;
        for (int i = 0; i < imageOf.length; i++) {
            own &= imageOf[i] == i;
            manyOfLast &= imageOf[i] == Math.min(i, images - 1);
        }
        if (same || own) {
            return new Signals(imageOf.length, images, null, false);
        }
        long[] positions = Arrays.stream(imageOf).asLongStream().toArray();
        return new Signals(imageOf.length, images, scope.of(Tensor.of(positions, positions.length)), manyOfLast);
    }

    /**
     * Relevance over values of its images.
     *
     * @param relevance {@code [p, ...]}
     * @param values {@code [u, ...]}
     */
    DeviceArray divided(DeviceArray relevance, DeviceArray values) {
        return manyOfLast ? relevance.divideManyByLast(values) : relevance.divide(aligned(values));
    }

    /** Relevance times values of its images, as in {@link #divided}. */
    DeviceArray multiplied(DeviceArray relevance, DeviceArray values) {
        return manyOfLast ? relevance.multiplyManyByLast(values) : relevance.multiply(aligned(values));
    }

    /**
     * Relevance at the output of a maximum pooling, moved to where the maxima were.
     *
     * @param relevance {@code [p, ...output]}
     * @param pooled {@code [u, ...input]}
     * @param maxima {@code [u, ...output]}
     * @return {@code [p, ...input]}
     */
    DeviceArray toMaxima(DeviceArray relevance, DeviceArray pooled, DeviceArray maxima, Op.MaxPool2d pooling) {
        return manyOfLast
                ? pooled.toMaximaManyOfLast(maxima, relevance, pooling)
                : aligned(pooled).toMaxima(aligned(maxima), relevance, pooling);
    }

    /** Values of the images, {@code [u, ...]}, as {@code [p, ...]}, or {@code [1, ...]} where all signals share them. */
    DeviceArray aligned(DeviceArray values) {
        return rows == null ? values : values.take(0, rows);
    }

    /** Values of the images, {@code [u, ...]}, as {@code [p, ...]}. */
    DeviceArray repeated(DeviceArray values) {
        DeviceArray aligned = aligned(values);
        int[] shape = aligned.shape().toArray();
        if (shape[0] == count) {
            return aligned;
        }
        shape[0] = count;
        return aligned.broadcastTo(shape);
    }
}

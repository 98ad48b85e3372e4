package dev.whence.engine.attribution.influence;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** The inverse of a damped curvature of the training loss at one checkpoint, prepared. Immutable, thread-safe. */
interface InverseCurvature {

    /** Makes ready for products on the calling thread. */
    Product open();

    /** What has to be stored to have it again, by array name. */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /** What there is to say about the preparation, in display order. */
    default Map<String, String> facts() {
        return Map.of();
    }

    /** Multiplies gradients by the inverse curvature. Belongs to the thread that opened it. */
    interface Product extends AutoCloseable {

        /**
         * @param gradients {@code [n, parameters]}
         * @return {@code [n, parameters]}, in the same scope
         * @throws dev.whence.engine.WorkFailedException at the first value that is not finite
         */
        DeviceArray times(DeviceArray gradients, Progress progress);

        /** How many gradients are best given at a time: fewer lose time, more win none. */
        default int together() {
            return Integer.MAX_VALUE;
        }

        /** How well the products so far were solved, in display order. */
        default Map<String, String> facts() {
            return Map.of();
        }

        @Override
        void close();
    }
}

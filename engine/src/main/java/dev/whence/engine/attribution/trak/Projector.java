package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.exec.DeviceArray;

/** From gradients to features. */
sealed interface Projector extends AutoCloseable {

    /** Number of features. */
    int width();

    /** @param gradients {@code [n, parameters]} */
    DeviceArray apply(DeviceArray gradients);

    @Override
    void close();

    /** The gradients themselves, scaled. */
    record Whole(int width, double scale) implements Projector {

        @Override
        public DeviceArray apply(DeviceArray gradients) {
            return gradients.multiply(scale);
        }

        @Override
        public void close() {}
    }

    /** A random projection, scaled. */
    record Random(Projection matrix, int width, double scale) implements Projector {

        @Override
        public DeviceArray apply(DeviceArray gradients) {
            return matrix.apply(gradients).multiply(scale);
        }

        @Override
        public void close() {
            matrix.close();
        }
    }
}

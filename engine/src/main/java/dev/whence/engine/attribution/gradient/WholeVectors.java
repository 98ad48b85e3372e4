package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;

/** The identity in place of a projection. */
record WholeVectors(int width) implements Projection {

    @Override
    public DeviceArray apply(DeviceArray vectors) {
        return vectors;
    }

    @Override
    public void close() {}
}

package dev.whence.engine.attribution.influence;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.job.Progress;

/** Multiplies gradients by the inverse of a curvature of the training loss. */
interface InverseCurvature {

    /**
     * @param gradients of the test images, {@code [tests, parameters]}
     * @return {@code [tests, parameters]}, in the same scope
     */
    DeviceArray times(DeviceArray gradients, Progress progress);
}

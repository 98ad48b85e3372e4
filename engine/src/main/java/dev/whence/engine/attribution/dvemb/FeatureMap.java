package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.LayerGradients;
import java.util.List;

/** From the gradients of a batch to vectors of a fixed length, linearly. Close it to free what it holds. */
interface FeatureMap extends AutoCloseable {

    /** {@code [n, k]}, in the scope of the gradients. */
    DeviceArray of(List<LayerGradients> gradients);

    @Override
    void close();
}

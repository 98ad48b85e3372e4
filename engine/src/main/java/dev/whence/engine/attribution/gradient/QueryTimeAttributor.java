package dev.whence.engine.attribution.gradient;

import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** An attributor whose preparation leaves nothing behind: all work is done when it is asked. */
public abstract class QueryTimeAttributor implements Attributor {

    @Override
    public Map<String, Tensor> extras() {
        return Map.of();
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }
}

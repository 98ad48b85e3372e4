package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients of a batch written out. */
final class Rows {

    private Rows() {}

    /** {@code [n, values]} by parameter; parameters that the output does not depend on are missing. */
    static Map<String, DeviceArray> byParameter(List<LayerGradients> layers) {
        Map<String, DeviceArray> blocks = new LinkedHashMap<>();
        for (LayerGradients layer : layers) {
            blocks.putAll(layer.rows());
        }
        return blocks;
    }

    /** {@code [n, parameters]}. */
    static DeviceArray of(List<LayerGradients> layers, ParameterLayout layout, Scope scope) {
        return layout.join(byParameter(layers), layers.get(0).images(), scope);
    }
}

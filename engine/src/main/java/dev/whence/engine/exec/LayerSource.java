package dev.whence.engine.exec;

import java.util.List;

/**
 * How one layer is computed.
 *
 * @param source takes the layer's inputs followed by its weights
 * @param weights names of the weights, in the order of the arguments
 */
record LayerSource(KernelSource source, List<String> weights) {

    LayerSource {
        weights = List.copyOf(weights);
    }
}

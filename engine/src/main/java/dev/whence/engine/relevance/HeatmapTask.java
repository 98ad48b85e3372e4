package dev.whence.engine.relevance;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a heatmap method is prepared on.
 *
 * @param engine runs the network
 * @param network the classifier
 * @param finalLayer position of the final linear layer, whose values are explained
 * @param range what values the network's input can have, absent where that is unknown
 * @param background images that stand for "nothing special", absent if there are none
 * @param seed of every random choice
 */
public record HeatmapTask(
        ExecutionEngine engine,
        Network network,
        int finalLayer,
        @Nullable InputRange range,
        @Nullable ModelInputs background,
        long seed) {

    /**
     * The values of black and white after preprocessing.
     *
     * @param low one value, or one per channel
     * @param high likewise
     */
    public record InputRange(Tensor low, Tensor high) {}

    /** The network up to its logits, whatever follows them. */
    public Network logits() {
        return new Network(network.nodes(), finalLayer, network.parameters(), network.buffers());
    }
}

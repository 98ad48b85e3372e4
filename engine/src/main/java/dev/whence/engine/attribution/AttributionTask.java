package dev.whence.engine.attribution;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a method is prepared on.
 *
 * @param checkpoints the classifier; several states of it for methods that follow the training, the one explained last
 * @param finalLayer position of the final linear layer in the network
 * @param train the training images as the network sees them
 * @param seed of every random choice
 * @param engine runs networks; absent where only features are at hand
 */
public record AttributionTask(
        List<Network> checkpoints,
        int finalLayer,
        Representations train,
        long seed,
        @Nullable ExecutionEngine engine) {

    public AttributionTask {
        checkpoints = List.copyOf(checkpoints);
    }

    /** A task for methods that need features only. */
    public AttributionTask(Network network, int finalLayer, Representations train, long seed) {
        this(List.of(network), finalLayer, train, seed, null);
    }

    /** The same task without the states before the last. */
    public AttributionTask lastCheckpoint() {
        return new AttributionTask(List.of(network()), finalLayer, train, seed, engine);
    }

    /** The classifier that is explained. */
    public Network network() {
        return checkpoints.get(checkpoints.size() - 1);
    }

    /**
     * The engine of methods that run the network.
     *
     * @throws IllegalStateException if the task has none
     */
    public ExecutionEngine requiredEngine() {
        if (engine == null) {
            throw new IllegalStateException("this task cannot run the network");
        }
        return engine;
    }

    public int classes() {
        return train.classes();
    }
}

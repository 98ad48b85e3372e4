package dev.whence.engine.attribution;

import dev.whence.engine.model.Network;

/**
 * What a method is prepared on.
 *
 * @param network the classifier
 * @param finalLayer position of the final linear layer in the network
 * @param train the training images as the network sees them
 * @param seed of every random choice
 */
public record AttributionTask(Network network, int finalLayer, Representations train, long seed) {

    public int classes() {
        return train.classes();
    }
}

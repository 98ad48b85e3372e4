package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.canon.BatchNormMerging;

/** How a network is rewritten before relevance is propagated. */
public enum Canonizer {
    /** {@link #RESNET} where activations are added or multiplied, else {@link #MERGE_BATCHNORM}. */
    AUTO,
    /** The network as it is; additions copy relevance into both branches, as gradients do. */
    NONE,
    /** Batch normalisations are merged into the layers before them; additions copy relevance. */
    MERGE_BATCHNORM,
    /** As {@link #MERGE_BATCHNORM}, and those without a layer before them are merged into the layers after them. */
    MERGE_BOTH_WAYS,
    /** Batch normalisations are merged, and additions and gates split relevance between their inputs. */
    RESNET;

    /** What {@link #AUTO} means for a network; every other choice is itself. */
    Canonizer resolve(Network network) {
        if (this != AUTO) {
            return this;
        }
        boolean joins = network.nodes().stream()
                .map(node -> LayerFamily.of(node.op()))
                .anyMatch(family -> family == LayerFamily.SUM || family == LayerFamily.PRODUCT);
        return joins ? RESNET : MERGE_BATCHNORM;
    }

    /** The rewritten network; positions and names of nodes stay. */
    Network rewrite(Network network) {
        return switch (resolve(network)) {
            case NONE -> network;
            case MERGE_BOTH_WAYS -> BatchNormMerging.mergeBothWays(network);
            case AUTO, MERGE_BATCHNORM, RESNET -> BatchNormMerging.merge(network);
        };
    }

    /** Whether additions and gates share relevance instead of copying it. */
    boolean splitsSums(Network network) {
        return resolve(network) == RESNET;
    }
}

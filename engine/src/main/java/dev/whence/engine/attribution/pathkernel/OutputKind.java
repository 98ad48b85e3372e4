package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;

/** What of the network is reconstructed. */
public enum OutputKind {
    /** The values of the final layer. */
    LOGITS {
        @Override
        DeviceArray seed(DeviceArray logits, DeviceArray weights) {
            return weights;
        }
    },
    /** The logarithm of the softmax: minus the loss that a class would have as label. */
    LOG_SOFTMAX {
        @Override
        DeviceArray seed(DeviceArray logits, DeviceArray weights) {
            return weights.subtract(logits.softmax(1).multiply(weights.sum(true, 1)));
        }
    };

    /** The derivative by the logits of the sum of outputs times weights, both {@code [m, k]}. */
    abstract DeviceArray seed(DeviceArray logits, DeviceArray weights);
}

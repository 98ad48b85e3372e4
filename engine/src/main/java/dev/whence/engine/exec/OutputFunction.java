package dev.whence.engine.exec;

import dev.whence.engine.tensor.Tensor;

/**
 * One number per image, made of its logits: what training minimised, or what is to be explained. Works on logits {@code
 * [n, k]} and on classes given as a matrix {@code [n, k]} with a single one in each row; an empty row has derivative zero.
 */
public enum OutputFunction {
    /** Cross-entropy of the class: smaller means more of the class. */
    LOSS {
        @Override
        DeviceArray values(DeviceArray logits, DeviceArray classes) {
            return logits.logSoftmax(1).multiply(classes).sum(false, 1).negate();
        }

        @Override
        DeviceArray derivative(DeviceArray logits, DeviceArray classes) {
            // The class's own entry, p - 1, as minus the sum of the others: p near 1 would leave nothing but rounding.
            DeviceArray others = logits.softmax(1).multiply(classes.sum(true, 1).subtract(classes));
            return others.subtract(classes.multiply(others.sum(true, 1)));
        }
    },
    /** The log-softmax of the class: the loss with the other sign. */
    LOG_PROBABILITY {
        @Override
        DeviceArray values(DeviceArray logits, DeviceArray classes) {
            return LOSS.values(logits, classes).negate();
        }

        @Override
        DeviceArray derivative(DeviceArray logits, DeviceArray classes) {
            return LOSS.derivative(logits, classes).negate();
        }
    },
    /** The class's logit. */
    LOGIT {
        @Override
        DeviceArray values(DeviceArray logits, DeviceArray classes) {
            return logits.multiply(classes).sum(false, 1);
        }

        @Override
        DeviceArray derivative(DeviceArray logits, DeviceArray classes) {
            return classes;
        }
    },
    /** The log-odds {@code log(p / (1 - p))} of the class: its logit minus the log-sum-exp of all others. */
    LOG_ODDS {
        @Override
        DeviceArray values(DeviceArray logits, DeviceArray classes) {
            DeviceArray others = withoutClass(logits, classes);
            DeviceArray largest = others.max(true, 1);
            DeviceArray rest = others.subtract(largest).exp().sum(true, 1).log().add(largest);
            return logits.multiply(classes).sum(true, 1).subtract(rest).reshape(-1);
        }

        @Override
        DeviceArray derivative(DeviceArray logits, DeviceArray classes) {
            return classes.subtract(withoutClass(logits, classes).softmax(1).multiply(classes.sum(true, 1)));
        }

        private DeviceArray withoutClass(DeviceArray logits, DeviceArray classes) {
            return logits.add(classes.multiply(-1e9));
        }
    };

    /** {@code [n]}. */
    abstract DeviceArray values(DeviceArray logits, DeviceArray classes);

    /** The derivative of each image's number by its logits, {@code [n, k]}. */
    abstract DeviceArray derivative(DeviceArray logits, DeviceArray classes);

    /** The numbers of a batch of logits {@code [n, k]} for one class each, {@code [n]}. */
    public DeviceArray of(DeviceArray logits, Tensor classes) {
        return values(logits, logits.scope().of(classes));
    }

    /** Their derivatives by the logits, {@code [n, k]}. */
    public DeviceArray seed(DeviceArray logits, Tensor classes) {
        return derivative(logits, logits.scope().of(classes));
    }
}

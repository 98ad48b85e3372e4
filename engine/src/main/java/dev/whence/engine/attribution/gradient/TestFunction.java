package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.OutputFunction;

/** The number of a test image whose gradient is compared with the training images' loss gradients. */
public enum TestFunction {
    /** The loss the explained class would have as label. */
    LOSS(OutputFunction.LOSS, 1),
    /** The explained class's logit. */
    LOGIT(OutputFunction.LOGIT, -1),
    /** The log-odds of the explained class against all others. */
    LOG_ODDS(OutputFunction.LOG_ODDS, -1);

    private final OutputFunction function;
    private final int sign;

    TestFunction(OutputFunction function, int sign) {
        this.function = function;
        this.sign = sign;
    }

    OutputFunction function() {
        return function;
    }

    /** Brings all functions to one direction: smaller means more of the class, as with a loss. */
    int sign() {
        return sign;
    }
}

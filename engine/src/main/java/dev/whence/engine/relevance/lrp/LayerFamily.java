package dev.whence.engine.relevance.lrp;

import dev.whence.engine.model.Op;

/** Kinds of layers that composites treat alike. */
public enum LayerFamily {
    INPUT,
    CONVOLUTION,
    FULLY_CONNECTED,
    AVERAGE_POOLING,
    MAX_POOLING,
    NORMALISATION,
    ACTIVATION,
    SUM,
    PRODUCT,
    /** Multiplication by and addition of constants. */
    CONSTANT,
    /** Moves values without changing them. */
    ARRANGEMENT,
    SOFTMAX;

    /** Whether relevance rules for weighted sums apply. */
    public boolean isWeighted() {
        return this == CONVOLUTION || this == FULLY_CONNECTED;
    }

    public static LayerFamily of(Op op) {
        if (op instanceof Op.Input) {
            return INPUT;
        }
        if (op instanceof Op.Conv2d) {
            return CONVOLUTION;
        }
        if (op instanceof Op.Linear) {
            return FULLY_CONNECTED;
        }
        if (op instanceof Op.AvgPool2d || op instanceof Op.AdaptiveAvgPool2d || op instanceof Op.Mean) {
            return AVERAGE_POOLING;
        }
        if (op instanceof Op.MaxPool2d || op instanceof Op.AdaptiveMaxPool2d) {
            return MAX_POOLING;
        }
        if (op instanceof Op.BatchNorm || op instanceof Op.LayerNorm || op instanceof Op.GroupNorm) {
            return NORMALISATION;
        }
        if (op instanceof Op.Add || op instanceof Op.Subtract) {
            return SUM;
        }
        if (op instanceof Op.Multiply || op instanceof Op.Divide) {
            return PRODUCT;
        }
        if (op instanceof Op.Affine) {
            return CONSTANT;
        }
        if (op instanceof Op.Softmax || op instanceof Op.LogSoftmax) {
            return SOFTMAX;
        }
        return isArrangement(op) ? ARRANGEMENT : ACTIVATION;
    }

    private static boolean isArrangement(Op op) {
        return op instanceof Op.Concat
                || op instanceof Op.Reshape
                || op instanceof Op.Permute
                || op instanceof Op.Slice
                || op instanceof Op.Pad2d
                || op instanceof Op.Dropout
                || op instanceof Op.Identity;
    }
}

package dev.whence.engine.training;

/**
 * How gradients become a change of the parameters, as PyTorch's optimisers of the same names do it. The learning rate is
 * not part of it: it may differ at every step.
 *
 * <p>With {@code g} the gradient of the batch's mean loss, {@code w} the weight decay, {@code lr} the learning rate, and
 * all state zero before the first step.
 */
public sealed interface Optimizer {

    /** The constant weight decay, {@code >= 0}. */
    double weightDecay();

    /** Whether decay shrinks the parameters directly instead of entering the gradient. */
    default boolean decoupledDecay() {
        return this instanceof AdamW;
    }

    /** Whether a second moment is kept. */
    default boolean adaptive() {
        return this instanceof Adam || this instanceof AdamW;
    }

    /** {@code theta -= lr (g + w theta)}. */
    record Sgd(double weightDecay) implements Optimizer {}

    /**
     * {@code v = momentum v + (g + w theta); theta -= lr v}; without dampening, not Nesterov's.
     *
     * @param momentum in {@code [0, 1)}
     */
    record Momentum(double momentum, double weightDecay) implements Optimizer {}

    /**
     * With {@code h = g + w theta}: {@code m = beta1 m + (1 - beta1) h}, {@code v = beta2 v + (1 - beta2) h^2},
     * {@code theta -= lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)}, t counted from 1 (Kingma and Ba 2015).
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {}

    /** As {@link Adam} with {@code h = g}, after {@code theta *= 1 - lr w} (Loshchilov and Hutter 2019). */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {}
}

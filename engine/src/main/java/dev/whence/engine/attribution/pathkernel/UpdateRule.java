package dev.whence.engine.attribution.pathkernel;

/**
 * How an optimiser turns gradients into a step. With {@code g} the mean gradient of the batch, to which a coupled decay
 * adds {@code w theta}:
 *
 * <pre>
 * memory    m_t = momentum m_(t-1) + fresh(t) g_t
 * step      theta_(t+1) = theta_t - lr_t (scale_t m_t + w theta_t)      the last term only with decoupled decay
 * Nesterov  theta_(t+1) = theta_t - lr_t (g_t + momentum m_t)
 * </pre>
 *
 * @param adaptive whether steps are scaled by second moments (Adam)
 * @param momentum of the gradients, in {@code [0, 1)}: beta1 with Adam
 * @param beta2 momentum of the squared gradients, in {@code [0, 1)}; without meaning if not adaptive
 * @param epsilon added to the root of the second moment; without meaning if not adaptive
 * @param dampening of gradients that enter the memory, without adaptation; the very first gradient enters whole
 * @param nesterov whether the step looks ahead
 * @param decoupled whether weight decay acts on the parameters directly (AdamW) and not through the gradient
 */
public record UpdateRule(
        boolean adaptive,
        double momentum,
        double beta2,
        double epsilon,
        double dampening,
        boolean nesterov,
        boolean decoupled) {

    /** Stochastic gradient descent; a momentum of 0 is the plain method. */
    public static UpdateRule sgd(double momentum, double dampening, boolean nesterov) {
        return new UpdateRule(false, momentum, 0, 0, dampening, nesterov, false);
    }

    /** Adam with its decay in the gradient. */
    public static UpdateRule adam(double beta1, double beta2, double epsilon) {
        return new UpdateRule(true, beta1, beta2, epsilon, 0, false, false);
    }

    /** Adam with decoupled decay. */
    public static UpdateRule adamW(double beta1, double beta2, double epsilon) {
        return new UpdateRule(true, beta1, beta2, epsilon, 0, false, true);
    }

    /** The weight with which the gradient of a step enters the memory. */
    double fresh(int step) {
        if (adaptive) {
            return 1 - momentum;
        }
        return momentum == 0 || step == 0 ? 1 : 1 - dampening;
    }

    /**
     * What the memory is multiplied with, parameter by parameter.
     *
     * @param secondMoment after the step
     */
    float[] scale(int step, float[] secondMoment) {
        double first = 1 - Math.pow(momentum, step + 1.0);
        double second = 1 - Math.pow(beta2, step + 1.0);
        float[] scale = new float[secondMoment.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) (1 / ((Math.sqrt(secondMoment[i] / second) + epsilon) * first));
        }
        return scale;
    }
}

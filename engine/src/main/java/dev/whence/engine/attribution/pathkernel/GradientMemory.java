package dev.whence.engine.attribution.pathkernel;

/**
 * The optimiser's memory of loss gradients and, with a coupled decay, of decay terms, kept apart from each other: {@code
 * m_t = a m_(t-1) + b_t g_t}.
 */
final class GradientMemory {

    private final UpdateRule rule;
    private final double[] gradients;
    private final double[] decay;

    /** Before the first step. */
    GradientMemory(UpdateRule rule, int size) {
        this(rule, new double[size], rule.decoupled() ? new double[0] : new double[size]);
    }

    private GradientMemory(UpdateRule rule, double[] gradients, double[] decay) {
        this.rule = rule;
        this.gradients = gradients;
        this.decay = decay;
    }

    /** Of loss gradients. */
    double[] gradients() {
        return gradients;
    }

    /** Of decay terms; empty if decay is decoupled. */
    double[] decay() {
        return decay;
    }

    /** Takes in a step. */
    void advance(int step, double[] gradient, double weightDecay, float[] parameters) {
        double fresh = rule.fresh(step);
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = rule.momentum() * gradients[i] + fresh * gradient[i];
        }
        for (int i = 0; i < decay.length; i++) {
            decay[i] = rule.momentum() * decay[i] + fresh * weightDecay * parameters[i];
        }
    }
}

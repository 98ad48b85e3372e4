package dev.whence.engine.attribution.pathkernel;

/**
 * A step put together from its batches, by the optimiser's rule.
 *
 * @param byGradients what loss gradients did, {@code [parameters]}
 * @param byDecay what weight decay did
 */
record StepUpdate(float[] byGradients, float[] byDecay) {

    /**
     * @param memory after the step
     * @param gradient of the step's batch
     * @param parameters before the step
     * @param scale by parameter, or none
     */
    static StepUpdate of(
            Trajectory trajectory,
            int step,
            GradientMemory memory,
            double[] gradient,
            float[] parameters,
            float[] scale) {
        UpdateRule rule = trajectory.rule();
        double rate = trajectory.learningRate(step);
        double weight = trajectory.weightDecay(step);
        float[] byGradients = new float[parameters.length];
        float[] byDecay = new float[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            double own = scale.length == 0 ? rate : rate * scale[i];
            double term = weight * parameters[i];
            byGradients[i] = (float) (-own * ahead(rule, gradient[i], memory.gradients()[i]));
            byDecay[i] = (float) (rule.decoupled() ? -rate * term : -own * ahead(rule, term, memory.decay()[i]));
        }
        return new StepUpdate(byGradients, byDecay);
    }

    private static double ahead(UpdateRule rule, double fresh, double memory) {
        return rule.nesterov() ? fresh + rule.momentum() * memory : memory;
    }

    /** The norm of what is missing of the true change, relative to that of the change; 0 if nothing changed. */
    double error(float[] before, float[] after) {
        double missing = 0;
        double all = 0;
        for (int i = 0; i < before.length; i++) {
            double change = (double) after[i] - before[i];
            double difference = change - byGradients[i] - byDecay[i];
            missing += difference * difference;
            all += change * change;
        }
        return all == 0 ? 0 : Math.sqrt(missing / all);
    }
}

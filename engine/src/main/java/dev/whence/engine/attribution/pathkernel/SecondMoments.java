package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;

/**
 * The running mean of squared gradients of an adaptive optimiser, computed again from parameters and batches: {@code v =
 * beta2 v + (1 - beta2) g^2}, from zero.
 */
public final class SecondMoments {

    private SecondMoments() {}

    /** Receives the moments in order. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * @param state 0 (zeros) to the number of steps
         * @param secondMoment shared; valid until the call returns
         */
        void accept(int state, float[] secondMoment);
    }

    /**
     * @param network the layers that were trained
     * @param finalLayer position of the layer whose values are the logits
     * @param trajectory asked for everything but its second moments
     */
    public static void recompute(
            ExecutionEngine engine,
            Network network,
            int finalLayer,
            Trajectory trajectory,
            Receiver receiver,
            Progress progress) {
        progress.stage("Second moments from the batches");
        UpdateRule rule = trajectory.rule();
        int classes = network.nodes().get(finalLayer).shape().dim(-1);
        try (PathNetwork path = new PathNetwork(engine, network, finalLayer, OutputKind.LOGITS)) {
            BatchGradients batches = new BatchGradients(path, trajectory, classes);
            double[] moment = new double[path.layout().size()];
            receiver.accept(0, new float[moment.length]);
            for (int step = 0; step < trajectory.steps(); step++) {
                progress.checkCancelled();
                float[] parameters = trajectory.parameters(step);
                double decay = rule.decoupled() ? 0 : trajectory.weightDecay(step);
                try (Scope scope = path.scope()) {
                    double[] gradient = batches.mean(scope, step, PathNetwork.upload(scope, parameters), progress);
                    receiver.accept(step + 1, advance(moment, gradient, parameters, decay, rule.beta2()));
                }
                progress.update(step + 1, trajectory.steps(), "steps");
            }
        }
    }

    private static float[] advance(double[] moment, double[] gradient, float[] parameters, double decay, double beta2) {
        float[] narrowed = new float[moment.length];
        for (int i = 0; i < moment.length; i++) {
            double entering = gradient[i] + decay * parameters[i];
            moment[i] = beta2 * moment[i] + (1 - beta2) * entering * entering;
            narrowed[i] = (float) moment[i];
        }
        return narrowed;
    }
}

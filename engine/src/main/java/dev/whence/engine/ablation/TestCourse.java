package dev.whence.engine.ablation;

import dev.whence.engine.job.Progress;
import dev.whence.engine.training.TrainingHistory;

/**
 * How a network did on images that it did not learn from, in some states of its training.
 *
 * @param states looked at, ascending
 * @param loss mean cross-entropy in each state, over images with a label; NaN if none has one
 * @param accuracy share of these images that is decided as labelled, 0 to 1; NaN if none has a label
 * @param images how many were looked at
 */
public record TestCourse(int[] states, double[] loss, double[] accuracy, int images) {

    /**
     * Looks at some states.
     *
     * @param network with the images to judge it by
     * @param labels of the images; those below 0 do not count
     * @param history of the network's training
     * @param states to look at, ascending
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public static TestCourse of(
            AlteredNetwork network, int[] labels, TrainingHistory history, int[] states, Progress progress) {
        progress.stage("Test images along the training");
        double[] loss = new double[states.length];
        double[] accuracy = new double[states.length];
        boolean changing = !history.bufferGroups().isEmpty();
        for (int s = 0; s < states.length; s++) {
            float[] buffers = changing ? history.buffers(states[s]) : new float[0];
            double[][] logits = network.logits(history.parameters(states[s]), buffers, progress);
            loss[s] = Verdict.loss(logits, labels);
            accuracy[s] = Verdict.of(logits, logits, labels, 0, labels.length).accuracy();
            progress.update(s + 1, states.length, "states");
        }
        return new TestCourse(states.clone(), loss, accuracy, network.size());
    }
}

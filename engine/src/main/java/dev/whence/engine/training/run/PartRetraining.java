package dev.whence.engine.training.run;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.OptimizerState;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingHistory;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Trains networks with random weights in which some layers were taken over from a state of an earlier training, after
 * ExPLAIND's retraining experiment (Eichin et al. 2025): a part that brings others to the goal has learnt what matters. All
 * parameters go on learning, with the optimiser, batches and learning rates of the earlier training.
 */
public final class PartRetraining {

    private static final int SEEDS = 5;
    private static final int MOST_EPOCHS = 501;
    private static final int LOOKS = 25;

    private final ExecutionEngine engine;
    private final Network network;
    private final TrainingHistory history;
    private final LabelledInputs train;
    private final LabelledInputs test;
    private final int steps;

    /** @param test to judge by; nothing learns from it */
    public PartRetraining(
            ExecutionEngine engine,
            Network network,
            TrainingHistory history,
            LabelledInputs train,
            LabelledInputs test) {
        this.engine = engine;
        this.network = network;
        this.history = history;
        this.train = train.inMemory();
        this.test = test.inMemory();
        int perEpoch = Math.max(1, (train.size() + history.batch(0).length - 1) / history.batch(0).length);
        steps = (int) Math.min(history.steps(), (long) MOST_EPOCHS * perEpoch);
    }

    /**
     * What retraining gave.
     *
     * @param states that parts were taken from, ascending
     * @param parts names
     * @param mean accuracy on the test images over all seeds, 0 to 1, {@code [parts][states]}
     * @param spread its standard deviation, likewise
     * @param seeds random starting weights of each
     * @param steps of each training at most
     * @param images test images
     */
    public record Result(
            int[] states, List<String> parts, double[][] mean, double[][] spread, int seeds, int steps, int images) {
        public Result {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Retrains with each part from each state.
     *
     * @param parts the layers that are taken over
     * @param states to take them from
     * @param fresh all parameters with random weights, by seed
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public Result measure(List<ParameterSet> parts, int[] states, IntFunction<float[]> fresh, Progress progress) {
        progress.stage("Retraining around parts of earlier states");
        double[][] mean = new double[parts.size()][states.length];
        double[][] spread = new double[parts.size()][states.length];
        long done = 0;
        long all = (long) parts.size() * states.length * SEEDS;
        for (int part = 0; part < parts.size(); part++) {
            for (int s = 0; s < states.length; s++) {
                float[] earlier = history.parameters(states[s]);
                double[] reached = new double[SEEDS];
                for (int seed = 0; seed < SEEDS; seed++) {
                    float[] start = fresh.apply(seed);
                    for (ParameterSet.Span span : parts.get(part).spans()) {
                        System.arraycopy(earlier, span.from(), start, span.from(), span.to() - span.from());
                    }
                    reached[seed] = accuracy(start, progress);
                    progress.update(++done, all, "trainings");
                }
                double middle = Arrays.stream(reached).average().orElse(0);
                mean[part][s] = middle;
                spread[part][s] = Math.sqrt(Arrays.stream(reached)
                        .map(value -> (value - middle) * (value - middle))
                        .average()
                        .orElse(0));
            }
        }
        List<String> names = parts.stream().map(ParameterSet::name).toList();
        return new Result(states.clone(), names, mean, spread, SEEDS, steps, test.size());
    }

    /** Trains until everything is right, the loss is no number any more or the steps are over. */
    private double accuracy(float[] start, Progress progress) {
        float[] buffers = ParameterGroup.join(ParameterGroup.ofBuffers(network), network.buffers());
        double[] constants =
                IntStream.range(0, buffers.length).mapToDouble(i -> buffers[i]).toArray();
        try (StepMachine machine = new StepMachine(
                engine,
                network,
                history.description().optimizer(),
                history.description().batchNorm(),
                OptimizerState.Values.start(history.description().optimizer(), start),
                constants)) {
            for (int step = 0; step < steps; step++) {
                progress.checkCancelled();
                int[] batch = history.batch(step);
                StepMachine.Measure measure = machine.step(
                        images(batch, step),
                        IntStream.of(batch).map(train::label).toArray(),
                        history.learningRate(step));
                if (!Double.isFinite(measure.loss())) {
                    break;
                }
                if (measure.right() == batch.length && step % LOOKS == 0 && right(machine, progress) == test.size()) {
                    return 1;
                }
            }
            return (double) right(machine, progress) / test.size();
        }
    }

    private int right(StepMachine machine, Progress progress) {
        return machine.evaluate(test, progress).right();
    }

    private Tensor images(int[] batch, int step) {
        Tensor images = train.batch(batch);
        int[] choices = history.augmentationChoices(step);
        return choices.length == 0
                ? images
                : history.description().augmentation().apply(images.toFloat32(), choices);
    }
}

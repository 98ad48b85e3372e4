package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.TrainingHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recorded training, all states or some. Between stored states parameters and second moments are taken to lie on the
 * straight line; that is an approximation and says so.
 */
public final class HistoryTrajectory implements Trajectory {

    private final TrainingHistory history;
    private final ModelInputs train;
    private final Augmentation augmentation;
    private final UpdateRule rule;
    private final int[] states;
    private final int[] labels;
    private final List<String> approximations = new ArrayList<>();

    /**
     * @param train the training images that batches count in
     * @param checkpoints how many of the stored states to use, evenly chosen, first and last among them; 0 for all
     * @throws BadInputException if images or states are missing
     */
    public HistoryTrajectory(TrainingHistory history, ModelInputs train, int checkpoints) {
        this(history, train, checkpoints, true);
    }

    /** A history that may lack second moments, from which they can be computed. */
    public static HistoryTrajectory withoutMoments(TrainingHistory history, ModelInputs train) {
        return new HistoryTrajectory(history, train, 0, false);
    }

    private HistoryTrajectory(TrainingHistory history, ModelInputs train, int checkpoints, boolean momentsNeeded) {
        this.history = history;
        this.train = train;
        this.augmentation = history.description().augmentation();
        this.rule = rule(history.description().optimizer());
        this.labels = history.labels();
        int[] stored = history.states();
        if (history.steps() < 1) {
            throw new BadInputException("The training history holds no step yet; let the training get further first.");
        }
        if (stored.length < 2 || stored[stored.length - 1] != history.steps()) {
            throw new BadInputException("The training history holds " + history.steps() + " steps and " + stored.length
                    + " of their states, without the last one; let the training finish first.");
        }
        if (train.size() != labels.length) {
            throw new BadInputException("The training history is about " + labels.length + " training images but "
                    + train.size() + " were given; give those that the network was trained on.");
        }
        if (momentsNeeded && rule.adaptive() && history.secondMoment(stored[0]).isEmpty()) {
            throw new BadInputException("The training history lacks the optimiser's second moments;"
                    + " import it again with whence import-history, which recomputes them.");
        }
        states = chosen(stored, checkpoints);
        if (states.length <= history.steps()) {
            approximations.add(states.length + " of " + (history.steps() + 1) + " checkpoints, straight lines between");
        }
        if (history.description().batchNorm() == BatchNormMode.BATCH) {
            approximations.add("batch statistics taken as fixed");
        }
    }

    /**
     * Some of the stored states, evenly chosen, first and last among them.
     *
     * @param checkpoints how many, all of them if there are fewer; 0 for all
     * @throws BadInputException if there is only one
     */
    public static int[] chosen(int[] stored, int checkpoints) {
        if (checkpoints == 0 || checkpoints >= stored.length) {
            return stored;
        }
        if (checkpoints < 2) {
            throw new BadInputException("The number of checkpoints is " + checkpoints + "; give 2 or more.");
        }
        int[] chosen = new int[checkpoints];
        Arrays.setAll(chosen, i -> stored[(int) Math.round((double) i * (stored.length - 1) / (checkpoints - 1))]);
        return chosen;
    }

    private static UpdateRule rule(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return UpdateRule.sgd(momentum.momentum(), 0, false);
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return UpdateRule.adam(adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (optimizer instanceof Optimizer.AdamW adam) {
            return UpdateRule.adamW(adam.beta1(), adam.beta2(), adam.epsilon());
        }
        return UpdateRule.sgd(0, 0, false);
    }

    @Override
    public int steps() {
        return history.steps();
    }

    @Override
    public int images() {
        return labels.length;
    }

    @Override
    public UpdateRule rule() {
        return rule;
    }

    @Override
    public float[] parameters(int step) {
        int after = after(step);
        float[] end = history.parameters(states[after]);
        return states[after] == step ? end : between(history.parameters(states[after - 1]), end, step, after);
    }

    @Override
    public float[] secondMoment(int step) {
        int after = after(step);
        float[] end = stored(states[after]);
        return states[after] == step ? end : between(stored(states[after - 1]), end, step, after);
    }

    private float[] stored(int state) {
        return history.secondMoment(state).orElseThrow(() -> new IllegalStateException("no second moment"));
    }

    /** The first chosen state that is not before a step. */
    private int after(int step) {
        int found = Arrays.binarySearch(states, step);
        return found >= 0 ? found : -found - 1;
    }

    private float[] between(float[] start, float[] end, int step, int after) {
        double part = (double) (step - states[after - 1]) / (states[after] - states[after - 1]);
        float[] values = new float[end.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((1 - part) * start[i] + part * end[i]);
        }
        return values;
    }

    @Override
    public double learningRate(int step) {
        return history.learningRate(step);
    }

    @Override
    public double weightDecay(int step) {
        return history.weightDecay(step);
    }

    @Override
    public int[] batch(int step) {
        return history.batch(step);
    }

    @Override
    public Tensor inputs(int step, int from, int to) {
        Tensor images = train.batch(Arrays.copyOfRange(history.batch(step), from, to));
        int[] choices = history.augmentationChoices(step);
        return choices.length == 0 ? images : augmentation.apply(images, Arrays.copyOfRange(choices, from, to));
    }

    @Override
    public int[] labels(int step) {
        return Arrays.stream(history.batch(step)).map(i -> labels[i]).toArray();
    }

    @Override
    public double loss(int step) {
        return history.loss(step);
    }

    @Override
    public double accuracy(int step) {
        return history.accuracy(step);
    }

    @Override
    public List<String> approximations() {
        return List.copyOf(approximations);
    }
}

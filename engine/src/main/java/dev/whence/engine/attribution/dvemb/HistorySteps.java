package dev.whence.engine.attribution.dvemb;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingHistory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A training history, with the state stored last before each step where the step's own is missing. */
final class HistorySteps implements RecordedSteps {

    private final TrainingHistory history;
    private final Augmentation augmentation;
    private final int[] states;
    private final int[] epochs;

    /**
     * @param images number of training images at hand
     * @throws BadInputException if the history is about another number of images or holds no step
     */
    HistorySteps(TrainingHistory history, int images) {
        if (history.labels().length != images) {
            throw new BadInputException("The training history is about " + history.labels().length
                    + " training images but " + images + " were given; give those that the network was trained on.");
        }
        if (history.steps() == 0) {
            throw new BadInputException("The training history holds no step yet; let the training go on first.");
        }
        this.history = history;
        this.augmentation = history.description().augmentation();
        this.states = history.states();
        this.epochs = epochs(history, images);
    }

    /** A new passage begins where an image comes again. */
    private static int[] epochs(TrainingHistory history, int images) {
        int[] epochs = new int[history.steps()];
        int[] lastSeen = new int[images];
        Arrays.fill(lastSeen, -1);
        int epoch = 0;
        for (int s = 0; s < epochs.length; s++) {
            int[] batch = history.batch(s);
            int now = epoch;
            if (Arrays.stream(batch).anyMatch(i -> lastSeen[i] == now)) {
                epoch++;
            }
            for (int image : batch) {
                lastSeen[image] = epoch;
            }
            epochs[s] = epoch;
        }
        return epochs;
    }

    @Override
    public int steps() {
        return history.steps();
    }

    @Override
    public Map<String, Tensor> weights(int step) {
        int found = Arrays.binarySearch(states, step);
        int state = states[found >= 0 ? found : -found - 2];
        Map<String, Tensor> weights = new HashMap<>(ParameterGroup.split(history.groups(), history.parameters(state)));
        if (!history.bufferGroups().isEmpty()) {
            weights.putAll(ParameterGroup.split(history.bufferGroups(), history.buffers(state)));
        }
        return weights;
    }

    @Override
    public int[] batch(int step) {
        return history.batch(step);
    }

    @Override
    public int[] labels() {
        return history.labels();
    }

    @Override
    public double learningRate(int step) {
        return history.learningRate(step);
    }

    @Override
    public int epoch(int step) {
        return epochs[step];
    }

    @Override
    public Tensor seen(int step, Tensor images) {
        return augmentation.active()
                ? augmentation.apply(images.toFloat32(), history.augmentationChoices(step))
                : images;
    }
}

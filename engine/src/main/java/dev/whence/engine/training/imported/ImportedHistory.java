package dev.whence.engine.training.imported;

import dev.whence.engine.BadInputException;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A training recorded by another program. */
public final class ImportedHistory implements TrainingHistory {

    private final TrainingDescription description;
    private final List<ParameterGroup> groups;
    private final int[] labels;
    private final ImportedSteps steps;
    private final ImportedStates states;

    private ImportedHistory(
            TrainingDescription description,
            List<ParameterGroup> groups,
            int[] labels,
            ImportedSteps steps,
            ImportedStates states) {
        this.description = description;
        this.groups = groups;
        this.labels = labels.clone();
        this.steps = steps;
        this.states = states;
        int[] stored = states.numbers();
        if (stored.length < 2 || stored[0] != 0 || stored[stored.length - 1] != steps.batches().length) {
            throw new BadInputException("The history has " + steps.batches().length
                    + " steps but its checkpoints are those before the steps " + few(stored)
                    + "; record at least the parameters before the first step and those after the last.");
        }
    }

    private static String few(int[] states) {
        String text = Arrays.toString(Arrays.copyOf(states, Math.min(6, states.length)));
        return states.length > 6 ? text.substring(0, text.length() - 1) + ", ...]" : text;
    }

    /**
     * Opens an npz file: {@code params [steps + 1, p]} in the model's parameter order, {@code batch_indices [steps, b]} (-1 is
     * padding), {@code lr_per_step [steps]}, and if there are any {@code wd_per_step [steps]} and {@code exp_avg_sq [steps +
     * 1, p]}.
     *
     * @param labels class of each training image
     * @throws BadInputException if a member is missing, damaged or does not fit, naming it
     */
    public static ImportedHistory ofNpz(
            Path file, TrainingDescription description, List<ParameterGroup> groups, int[] labels) {
        NpzStates states = NpzStates.read(file, ParameterGroup.rowLength(groups));
        ImportedSteps steps =
                states.steps(description.optimizer().weightDecay()).checked(labels.length, file.toString());
        return new ImportedHistory(description, groups, labels, steps, states);
    }

    /**
     * Opens a folder with {@code step_000000.pt} (or {@code .pth}, {@code .safetensors}) and so on, and {@code history.json}
     * with {@code batches} (lists of training images) and {@code learning_rates}, perhaps {@code weight_decays} (one number
     * or one for each step). Checkpoints may be missing between the first and the last.
     *
     * @param labels class of each training image
     * @throws BadInputException if something is missing, damaged or does not fit, naming the file
     */
    public static ImportedHistory ofCheckpoints(
            Path folder, TrainingDescription description, List<ParameterGroup> groups, int[] labels) {
        ImportedSteps steps = CheckpointFolder.steps(
                        folder, description.optimizer().weightDecay())
                .checked(labels.length, folder.resolve(CheckpointFolder.STEPS).toString());
        return new ImportedHistory(
                description, groups, labels, steps, CheckpointFolder.states(folder, groups, steps.batches().length));
    }

    @Override
    public TrainingDescription description() {
        return description;
    }

    @Override
    public int steps() {
        return steps.batches().length;
    }

    @Override
    public List<ParameterGroup> groups() {
        return groups;
    }

    @Override
    public List<ParameterGroup> bufferGroups() {
        return List.of();
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    @Override
    public int[] states() {
        return states.numbers();
    }

    @Override
    public float[] parameters(int state) {
        return states.parameters(state);
    }

    @Override
    public Optional<float[]> secondMoment(int state) {
        return states.secondMoment(state);
    }

    @Override
    public float[] buffers(int state) {
        return new float[0];
    }

    @Override
    public int[] batch(int step) {
        return steps.batches()[step].clone();
    }

    @Override
    public int[] augmentationChoices(int step) {
        return new int[0];
    }

    @Override
    public double learningRate(int step) {
        return steps.learningRates()[step];
    }

    @Override
    public double weightDecay(int step) {
        return steps.weightDecays()[step];
    }

    @Override
    public double loss(int step) {
        return Double.NaN;
    }

    @Override
    public double accuracy(int step) {
        return Double.NaN;
    }

    @Override
    public void close() {
        // Files are read one by one and closed at once.
    }
}

package dev.whence.engine.attribution;

import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.history.HistoryWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A short recorded training on all images of a task at once, so that their order does not matter. */
final class PlantedHistory {

    private static final int STEPS = 4;

    private static final double RATE = 0.2;

    private PlantedHistory() {}

    /**
     * Trains a task's network further.
     *
     * @param folder where the training is recorded
     * @return the task with the network that the training ends with
     */
    static AttributionTask record(AttributionTask task, Path folder) {
        int n = task.train().size();
        int[] labels = Arrays.stream(task.train().labels().longs())
                .mapToInt(l -> (int) l)
                .toArray();
        List<ParameterGroup> groups = ParameterGroup.ofParameters(task.network());
        TrainingDescription.Images images = new TrainingDescription.Images(
                folder.resolve("images"), false, "", n, "", Preprocessing.none(), List.of());
        TrainingDescription description = new TrainingDescription(
                folder.resolve("model.pt"), images, new Optimizer.Sgd(0), Augmentation.none(), BatchNormMode.ABSENT, 0);
        Network network = task.network();
        try (HistoryWriter writer = HistoryWriter.create(folder, description, groups, List.of(), labels, false)) {
            float[] none = new float[0];
            for (int step = 0; step < STEPS; step++) {
                writer.state(step, ParameterGroup.join(groups, network.parameters()), none, none);
                writer.step(IntStream.range(0, n).toArray(), new int[0], RATE, 0, Double.NaN, Double.NaN);
                network = descended(task, network);
            }
            writer.state(STEPS, ParameterGroup.join(groups, network.parameters()), none, none);
            writer.commit();
        }
        return new AttributionTask(List.of(network), task.finalLayer(), task.train(), task.seed(), task.engine());
    }

    private static Network descended(AttributionTask task, Network network) {
        List<String> names = List.copyOf(network.parameters().keySet());
        double[][] sum = new double[1][];
        try (GradientRows gradients = new GradientRows(task.requiredEngine(), network, task.finalLayer(), names)) {
            gradients.train(OutputFunction.LOSS, task.train(), Progress.none(), (from, rows) -> {
                double[] part = rows.sum(false, 0).toHost().toFloat64().doubles();
                double[] before = sum[0] == null ? new double[part.length] : sum[0];
                sum[0] = IntStream.range(0, part.length)
                        .mapToDouble(i -> before[i] + part[i])
                        .toArray();
            });
        }
        Map<String, Tensor> weights = new HashMap<>();
        int at = 0;
        for (String name : names) {
            Tensor before = network.tensor(name);
            float[] values = new float[before.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float)
                        (before.get(i) - RATE * sum[0][at++] / task.train().size());
            }
            weights.put(name, Tensor.of(values, before.shape().toArray()));
        }
        return network.withParameters(weights);
    }
}

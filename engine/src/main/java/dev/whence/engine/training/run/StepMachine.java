package dev.whence.engine.training.run;

import dev.whence.engine.exec.Autograd;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.exec.TrainingPass;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerState;
import dev.whence.engine.training.ParameterGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A network on a device together with its optimiser: takes steps and measures how good it is. For one thread. */
final class StepMachine implements AutoCloseable {

    private static final int EVALUATED = 256;
    private static final double STATISTICS_MOMENTUM = 0.1;

    private final ExecutionEngine engine;
    private final Network network;
    private final NetworkRunner runner;
    private final TrainingPass training;
    private final TrainingPass evaluation;
    private final List<ParameterGroup> groups;
    private final List<ParameterGroup> bufferGroups;
    private final OptimizerState optimizer;
    private final double[] buffers;

    /**
     * @param start where to begin
     * @param buffers a row of all the network's constants to begin with
     */
    StepMachine(
            ExecutionEngine engine,
            Network network,
            Optimizer kind,
            BatchNormMode batchNorm,
            OptimizerState.Values start,
            double[] buffers) {
        this.engine = engine;
        this.network = network;
        this.buffers = buffers.clone();
        groups = ParameterGroup.ofParameters(network);
        bufferGroups = ParameterGroup.ofBuffers(network);
        runner = engine.load(network);
        training = new TrainingPass(runner, batchNorm == BatchNormMode.BATCH);
        evaluation = new TrainingPass(runner, false);
        optimizer = new OptimizerState(kind, engine.scope(), start);
    }

    /** Mean cross-entropy and how many images were decided rightly. */
    record Measure(double loss, int right) {}

    /**
     * Takes a step.
     *
     * @param batch {@code [n, c, h, w]}
     * @param labels of the batch
     * @return what the batch gave before the step
     */
    Measure step(Tensor batch, int[] labels, double learningRate) {
        try (Scope work = engine.scope()) {
            List<DeviceArray> variables = new ArrayList<>();
            Map<String, DeviceArray> weights = weights(work, variables);
            TrainingPass.Forward forward = training.forward(work.of(batch), weights);
            DeviceArray logits = work.constant(forward.output());
            DeviceArray logProbabilities = logits.logSoftmax(1);
            DeviceArray seed =
                    logProbabilities.exp().subtract(work.of(oneHot(labels))).multiply(1.0 / labels.length);
            List<DeviceArray> slopes = Autograd.gradients(List.of(forward.output()), variables, List.of(seed), false);
            List<DeviceArray> flat = new ArrayList<>();
            for (DeviceArray slope : slopes) {
                flat.add(slope.reshape(-1));
            }
            optimizer.step(DeviceArray.concat(0, flat), learningRate);
            forward.statistics().forEach((name, value) -> follow(name, value.toHost()));
            return measure(logProbabilities.toHost(), labels);
        }
    }

    /** Measures the network as it is, in evaluation mode, on other images. */
    Measure evaluate(LabelledInputs images, Progress progress) {
        double loss = 0;
        int right = 0;
        for (int from = 0; from < images.size(); from += EVALUATED) {
            progress.checkCancelled();
            int[] positions = IntStream.range(from, Math.min(images.size(), from + EVALUATED))
                    .toArray();
            int[] labels = IntStream.of(positions).map(images::label).toArray();
            try (Scope work = engine.scope()) {
                DeviceArray logits = evaluation
                        .forward(work.of(images.batch(positions)), weights(work, null))
                        .output();
                Measure part = measure(logits.logSoftmax(1).toHost(), labels);
                loss += part.loss() * labels.length;
                right += part.right();
            }
        }
        return new Measure(loss / images.size(), right);
    }

    OptimizerState.Values values() {
        return optimizer.values();
    }

    float[] parameters() {
        return optimizer.parameters().toHost().toFloat32().floats();
    }

    float[] secondMoment() {
        return optimizer.secondMoment().toFloat32().floats();
    }

    double[] buffers() {
        return buffers.clone();
    }

    /** The layers with the weights of this moment. */
    Network network() {
        float[] row = new float[buffers.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) buffers[i];
        }
        return new Network(
                network.nodes(),
                network.output(),
                ParameterGroup.split(groups, parameters()),
                ParameterGroup.split(bufferGroups, row));
    }

    @Override
    public void close() {
        optimizer.close();
        runner.close();
    }

    private Map<String, DeviceArray> weights(Scope work, @Nullable List<DeviceArray> variables) {
        Map<String, DeviceArray> weights = new HashMap<>();
        DeviceArray row = work.constant(optimizer.parameters());
        for (ParameterGroup group : groups) {
            DeviceArray weight = row.slice(0, group.offset(), group.offset() + group.size())
                    .reshape(group.shape().toArray());
            if (variables != null) {
                weight = work.variable(weight);
                variables.add(weight);
            }
            weights.put(group.name(), weight);
        }
        bufferTensors().forEach((name, value) -> weights.put(name, work.of(value)));
        return weights;
    }

    private Map<String, Tensor> bufferTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterGroup group : bufferGroups) {
            double[] values = new double[group.size()];
            System.arraycopy(buffers, group.offset(), values, 0, values.length);
            tensors.put(group.name(), Tensor.of(values, group.shape().toArray()));
        }
        return tensors;
    }

    /** Moves a running statistic towards that of a batch. */
    private void follow(String name, Tensor statistic) {
        boolean narrow = engine.settings().precision() == Precision.FLOAT32;
        for (ParameterGroup group : bufferGroups) {
            if (group.name().equals(name)) {
                for (int i = 0; i < group.size(); i++) {
                    int at = group.offset() + i;
                    double moved = (1 - STATISTICS_MOMENTUM) * buffers[at] + STATISTICS_MOMENTUM * statistic.get(i);
                    buffers[at] = narrow ? (float) moved : moved;
                }
            }
        }
    }

    private Tensor oneHot(int[] labels) {
        int classes = network.outputShape().dim(0);
        float[] values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + labels[i]] = 1;
        }
        return Tensor.of(values, labels.length, classes);
    }

    private static Measure measure(Tensor logProbabilities, int[] labels) {
        int classes = logProbabilities.shape().dim(1);
        double loss = 0;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logProbabilities.get(i * classes + c) > logProbabilities.get(i * classes + best)) {
                    best = c;
                }
            }
            loss -= logProbabilities.get(i * classes + labels[i]);
            right += best == labels[i] ? 1 : 0;
        }
        return new Measure(loss / labels.length, right);
    }
}

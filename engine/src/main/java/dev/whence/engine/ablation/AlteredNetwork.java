package dev.whence.engine.ablation;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A network whose parameters are given anew each time, and some images to judge it by. Close it to free the device. */
public final class AlteredNetwork implements AutoCloseable {

    private static final int BATCH = 128;

    private final NetworkRunner runner;
    private final ParameterLayout layout;
    private final ParameterLayout constants;
    private final int finalLayer;
    private final ModelInputs images;
    private final int[] chosen;

    /**
     * @param finalLayer position of the layer whose values are the logits
     * @param chosen positions of the images
     */
    public AlteredNetwork(ExecutionEngine engine, Network network, int finalLayer, ModelInputs images, int[] chosen) {
        this.runner = engine.load(network);
        this.layout = ParameterLayout.ofAll(network);
        this.constants =
                new ParameterLayout(network, List.copyOf(network.buffers().keySet()));
        this.finalLayer = finalLayer;
        this.images = images;
        this.chosen = chosen.clone();
    }

    /** Number of images. */
    public int size() {
        return chosen.length;
    }

    /**
     * The logits of the images.
     *
     * @param parameters all of the network's, in its order
     * @return {@code [images][classes]}
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public double[][] logits(float[] parameters, Progress progress) {
        return logits(parameters, new float[0], progress);
    }

    /**
     * The logits of the images with running statistics of their own.
     *
     * @param parameters all of the network's, in its order
     * @param buffers all of its constants likewise; empty for those it has
     * @return {@code [images][classes]}
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public double[][] logits(float[] parameters, float[] buffers, Progress progress) {
        double[][] logits = new double[chosen.length][];
        try (Scope scope = runner.engine().scope()) {
            Map<String, DeviceArray> weights =
                    new HashMap<>(layout.weights(scope.of(Tensor.of(parameters, parameters.length))));
            if (buffers.length > 0) {
                weights.putAll(constants.weights(scope.of(Tensor.of(buffers, buffers.length))));
            }
            for (int from = 0; from < chosen.length; from += BATCH) {
                progress.checkCancelled();
                int to = Math.min(chosen.length, from + BATCH);
                try (Scope work = scope.open()) {
                    Tensor batch = images.batch(Arrays.copyOfRange(chosen, from, to));
                    Tensor values = runner.evaluate(
                                    work.of(batch),
                                    name -> {
                                        DeviceArray given = weights.get(name);
                                        return given == null ? runner.weight(name) : given;
                                    },
                                    finalLayer)
                            .get(0)
                            .toHost();
                    int classes = values.size() / (to - from);
                    for (int i = from; i < to; i++) {
                        int at = (i - from) * classes;
                        logits[i] = IntStream.range(0, classes)
                                .mapToDouble(c -> values.get(at + c))
                                .toArray();
                    }
                }
            }
        }
        return logits;
    }

    @Override
    public void close() {
        runner.close();
    }
}

package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Arbitrary parameters, images and batches of any number: for measuring time and memory only. */
final class SyntheticTrajectory implements Trajectory, ModelInputs {

    static final int CLASSES = 10;
    private static final int PIXELS = 784;

    final Network network;
    private final int images;
    private final int batch;
    private final int steps;
    private final int size;

    /** @param hidden width of the hidden layer: 62 makes about 50,000 parameters */
    SyntheticTrajectory(int images, int batch, int steps, int hidden) {
        this.images = images;
        this.batch = batch;
        this.steps = steps;
        Map<String, Tensor> weights = new LinkedHashMap<>();
        put(weights, "fc1.weight", hidden, PIXELS);
        put(weights, "fc1.bias", hidden);
        put(weights, "fc2.weight", CLASSES, hidden);
        put(weights, "fc2.bias", CLASSES);
        network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), Shape.of(1, 28, 28)),
                        new Node("flatten", new Op.Reshape(), List.of(0), Shape.of(PIXELS)),
                        new Node("fc1", new Op.Linear("fc1.weight", "fc1.bias"), List.of(1), Shape.of(hidden)),
                        new Node("relu", new Op.Relu(), List.of(2), Shape.of(hidden)),
                        new Node("fc2", new Op.Linear("fc2.weight", "fc2.bias"), List.of(3), Shape.of(CLASSES))),
                4,
                weights,
                Map.of());
        size = (int) network.parameterCount();
    }

    private static void put(Map<String, Tensor> weights, String name, int... shape) {
        weights.put(name, Tensor.of(new float[(int) Shape.of(shape).size()], shape));
    }

    private static float[] noise(long seed, int count, double scale) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (random.nextFloat() - 0.5));
        }
        return values;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int images() {
        return images;
    }

    @Override
    public UpdateRule rule() {
        return UpdateRule.adamW(0.9, 0.999, 1e-8);
    }

    @Override
    public float[] parameters(int step) {
        float[] start = noise(1, size, 0.1);
        float[] way = noise(2, size, 0.002);
        for (int i = 0; i < size; i++) {
            start[i] += step * way[i];
        }
        return start;
    }

    @Override
    public float[] secondMoment(int step) {
        float[] moment = noise(3, size, 1e-4);
        for (int i = 0; i < size; i++) {
            moment[i] *= moment[i] * (step + 1);
        }
        return moment;
    }

    @Override
    public double learningRate(int step) {
        return 1e-3;
    }

    @Override
    public double weightDecay(int step) {
        return 0.01;
    }

    @Override
    public int[] batch(int step) {
        return IntStream.range(0, batch).map(i -> (step * batch + i) % images).toArray();
    }

    @Override
    public Tensor inputs(int step, int from, int to) {
        return batch(IntStream.range(from, to).map(i -> batch(step)[i]).toArray());
    }

    @Override
    public int[] labels(int step) {
        return IntStream.of(batch(step)).map(i -> i % CLASSES).toArray();
    }

    @Override
    public int size() {
        return images;
    }

    @Override
    public Shape shape() {
        return Shape.of(1, 28, 28);
    }

    @Override
    public Tensor batch(int... indices) {
        float[] values = new float[indices.length * PIXELS];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(noise(1000L + indices[i], PIXELS, 2), 0, values, i * PIXELS, PIXELS);
        }
        return Tensor.of(values, indices.length, 1, 28, 28);
    }
}

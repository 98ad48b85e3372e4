package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** A stored training of the small convolutional network, with what the reference made of it. */
class GoldenTrajectory implements Trajectory {

    final Map<String, Tensor> stored;
    final Network network;
    final int finalLayer;

    private final UpdateRule rule;
    private final ImageDataset train;
    private final ImageDataset tests;
    private final Tensor trained;
    private final int size;
    private final float[][] secondMoments;

    GoldenTrajectory(String name) {
        stored = NpzFile.readAll(file("explaind/" + name + ".npz"));
        network = ModelReader.open(file("attribution/g3/g3_s0.pt")).network(Shape.of(1, 28, 28));
        finalLayer = network.output();
        rule = name.startsWith("sgd") ? UpdateRule.sgd(0.9, 0, false) : UpdateRule.adamW(0.9, 0.98, 1e-8);
        train = Datasets.open(file("attribution/idx/train-images-idx3-ubyte"), false);
        tests = Datasets.open(file("attribution/idx/test-images-idx3-ubyte"), false);
        size = array("params").shape().dim(1);
        trained = pictures(train, array("train_select"));
        secondMoments = new float[steps() + 1][];
    }

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenTrajectory.class.getResource("/goldens/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Tensor array(String name) {
        return Objects.requireNonNull(stored.get(name), name);
    }

    ModelInputs tests() {
        Tensor all = pictures(tests, array("test_select"));
        return new ModelInputs() {
            @Override
            public int size() {
                return all.shape().dim(0);
            }

            @Override
            public Shape shape() {
                return all.shape().dropFirst();
            }

            @Override
            public Tensor batch(int... indices) {
                return all.take(indices);
            }
        };
    }

    /** Gives second moments that are not stored. */
    void put(int step, float[] secondMoment) {
        secondMoments[step] = secondMoment;
    }

    @Override
    public int steps() {
        return array("lr_per_step").size();
    }

    @Override
    public int images() {
        return array("train_select").size();
    }

    @Override
    public UpdateRule rule() {
        return rule;
    }

    @Override
    public float[] parameters(int step) {
        return Arrays.copyOfRange(array("params").floats(), step * size, (step + 1) * size);
    }

    @Override
    public float[] secondMoment(int step) {
        if (stored.containsKey("exp_avg_sq")) {
            return Arrays.copyOfRange(array("exp_avg_sq").floats(), step * size, (step + 1) * size);
        }
        return secondMoments[step];
    }

    @Override
    public double learningRate(int step) {
        return array("lr_per_step").get(step);
    }

    @Override
    public double weightDecay(int step) {
        return array("wd_per_step").get(step);
    }

    @Override
    public int[] batch(int step) {
        int width = array("batch_indices").shape().dim(1);
        return Arrays.stream(array("batch_indices").longs(), step * width, (step + 1) * width)
                .filter(i -> i >= 0)
                .mapToInt(i -> (int) i)
                .toArray();
    }

    @Override
    public Tensor inputs(int step, int from, int to) {
        return trained.take(Arrays.copyOfRange(batch(step), from, to));
    }

    @Override
    public int[] labels(int step) {
        return Arrays.stream(batch(step))
                .map(i -> train.label((int) array("train_select").longs()[i]))
                .toArray();
    }

    private static Tensor pictures(ImageDataset images, Tensor rows) {
        int count = rows.size();
        float[] values = new float[count * 28 * 28];
        for (int i = 0; i < count; i++) {
            byte[] pixels = images.picture((int) rows.longs()[i]).pixels();
            for (int p = 0; p < pixels.length; p++) {
                values[i * pixels.length + p] = (pixels[p] & 0xff) / 255f;
            }
        }
        return Tensor.of(values, count, 1, 28, 28);
    }
}

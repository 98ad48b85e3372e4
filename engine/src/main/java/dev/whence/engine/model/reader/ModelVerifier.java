package dev.whence.engine.model.reader;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ArchiveNotRunnableException;
import dev.whence.engine.exec.ArchiveRunner;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Compares the recovered layers with the file's own forward pass. */
public final class ModelVerifier {

    /** Number of inputs compared. */
    public static final int IMAGES = 8;

    /** Layers that a message names at most. */
    private static final int NAMED = 3;

    private ModelVerifier() {}

    /** Standard normal noise of the network's input shape, {@code [8, c, h, w]}, always the same. */
    public static Tensor noise(Network network) {
        Random random = new Random(20_260_101);
        int[] shape = network.inputShape().prepend(IMAGES).toArray();
        float[] values =
                new float[Math.toIntExact(network.inputShape().prepend(IMAGES).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }

    /**
     * Runs both on the same images, together and one by one.
     *
     * @param images {@code [n, c, h, w]}
     * @param onUserImages recorded in the result
     * @throws ArchiveNotRunnableException if libtorch cannot run the file
     * @throws BadInputException if the results differ; the sentence names the first layer that is to blame if it is known
     */
    public static Verification verify(NetworkRunner network, ArchiveRunner archive, Tensor images, boolean onUserImages)
            throws ArchiveNotRunnableException {
        Tensor expected = archive.forward(images);
        Tensor found = network.forward(images);
        Verification result = compare(network, images, expected, found, onUserImages);
        int count = images.shape().dim(0);
        double single = 0;
        for (int i = 0; i < count; i++) {
            Tensor image = images.rows(i, i + 1);
            Verification alone = compare(network, image, archive.forward(image), network.forward(image), onUserImages);
            single = Math.max(single, alone.maxDifference());
        }
        return new Verification(count, Math.max(single, result.maxDifference()), result.maxLogit(), onUserImages);
    }

    private static Verification compare(
            NetworkRunner network, Tensor images, Tensor expected, Tensor found, boolean onUserImages) {
        if (!expected.shape().equals(found.shape())) {
            throw new BadInputException("the recovered layers give " + found.shape() + " scores, the file itself "
                    + expected.shape() + "; the model cannot be explained faithfully");
        }
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double gap = Math.abs(expected.get(i) - found.get(i));
            difference = Double.isNaN(gap) ? Double.NaN : Math.max(difference, gap);
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        Verification result = new Verification(images.shape().dim(0), difference, largest, onUserImages);
        if (!result.passed() || !sameTopClasses(expected, found, 1e-4 * Math.max(1, largest))) {
            throw new BadInputException(
                    "the recovered layers do not compute what the file computes (largest difference "
                            + difference + " of scores up to " + largest + blame(network, images)
                            + "); the model cannot be explained faithfully");
        }
        return result;
    }

    private static boolean sameTopClasses(Tensor expected, Tensor found, double tolerance) {
        int classes = expected.shape().dim(-1);
        for (int row = 0; row < expected.size() / classes; row++) {
            int start = row * classes;
            double[] scores = IntStream.range(start, start + classes)
                    .mapToDouble(expected::get)
                    .sorted()
                    .toArray();
            boolean clear = classes > 1 && scores[classes - 1] - scores[classes - 2] > tolerance;
            if (clear && top(expected, start, classes) != top(found, start, classes)) {
                return false;
            }
        }
        return true;
    }

    private static int top(Tensor scores, int start, int classes) {
        int best = start;
        for (int i = start; i < start + classes; i++) {
            if (scores.get(i) > scores.get(best)) {
                best = i;
            }
        }
        return best - start;
    }

    /** Names the layers whose values stop being finite, if there are any: those whose own inputs are all finite. */
    private static String blame(NetworkRunner runner, Tensor images) {
        Network network = runner.network();
        boolean[] broken = new boolean[network.nodes().size()];
        List<String> origins = new ArrayList<>();
        for (int node = 1; node < broken.length; node++) {
            Tensor value = runner.values(images.rows(0, 1), node).get(0);
            broken[node] =
                    IntStream.range(0, value.size()).mapToDouble(value::get).anyMatch(v -> !Double.isFinite(v));
            if (broken[node] && network.nodes().get(node).inputs().stream().noneMatch(from -> broken[from])) {
                origins.add("'" + network.nodes().get(node).name() + "'");
            }
        }
        if (origins.isEmpty()) {
            return "";
        }
        String rest = origins.size() > NAMED ? " and " + (origins.size() - NAMED) + " more" : "";
        return ", no longer finite from " + (origins.size() == 1 ? "layer " : "layers ")
                + String.join(", ", origins.subList(0, Math.min(NAMED, origins.size()))) + rest + " on";
    }
}

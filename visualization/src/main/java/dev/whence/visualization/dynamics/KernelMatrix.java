package dev.whence.visualization.dynamics;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.ImageContributions;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Band;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import dev.whence.visualization.chart.PlanePlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every training image gave to the true class of each of some test images, through each layer and in all. Rows and
 * columns are sorted by class.
 *
 * @param tests positions of the test images, by row
 * @param images positions of the training images, by column
 * @param byWindow the same for equal parts of the training, one after the other; they add up to {@code byLayer}
 * @param steps of the training
 * @param choices how it was computed, in words
 * @param byLayer {@code [layers + 1][tests][images]}, the last one of all layers together
 */
public record KernelMatrix(
        List<Integer> tests,
        List<Integer> images,
        List<float[][]> byLayer,
        List<List<float[][]>> byWindow,
        Layers layers,
        List<Band> testBands,
        List<Band> imageBands,
        int steps,
        List<String> choices) {

    private static final int PER_CLASS = 2;
    private static final int WINDOWS = 6;
    private static final double STRONGEST_SHARE = 0.995;

    /** The first few test images of each class, in the order of the classes. */
    public static int[] chosen(ImageDataset tests, int classes) {
        int[] counts = new int[classes];
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            int label = tests.label(i);
            if (label >= 0 && label < classes && counts[label] < PER_CLASS) {
                counts[label]++;
                found.add(i);
            }
        }
        found.sort(Comparator.comparingInt(tests::label));
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Explains the true class of some test images of each class, which takes a few times as long as one image.
     *
     * @param checkpoints how many of the stored states to use; 0 for all
     */
    public static KernelMatrix of(
            Workspace workspace, HistoryFolder history, PathKernelOptions options, int checkpoints, Progress progress) {
        ImageDataset images = workspace.images(Split.TEST);
        int[] tests = chosen(images, workspace.classNames().size());
        if (tests.length == 0) {
            throw new BadInputException(
                    "No test image has a label, so there is no true class to explain; open test images with labels.");
        }
        int[] labels = Arrays.stream(tests).map(images::label).toArray();
        DynamicsRequest request = new DynamicsRequest(tests, new Target.Label(), options, checkpoints);
        try (Dynamics dynamics = workspace.dynamics().explain(history, request, progress)) {
            return read(dynamics, tests, labels);
        }
    }

    /**
     * Reads a result; takes a moment.
     *
     * @param dynamics with one number for each test image
     * @param labels of the tests
     */
    public static KernelMatrix read(Dynamics dynamics, int[] tests, int[] labels) {
        int[] own = dynamics.course().labels();
        List<Integer> images = IntStream.range(0, own.length)
                .boxed()
                .filter(i -> own[i] >= 0)
                .sorted(Comparator.comparingInt(i -> own[i]))
                .toList();
        Layers layers = Layers.of(dynamics.info().groups());
        int steps = dynamics.info().steps();
        int[] columns = new int[own.length];
        for (int column = 0; column < images.size(); column++) {
            columns[images.get(column)] = column;
        }
        List<List<float[][]>> byWindow = IntStream.range(0, Math.min(WINDOWS, steps))
                .mapToObj(window -> empty(layers.size() + 1, tests.length, images.size()))
                .toList();
        for (int row = 0; row < tests.length; row++) {
            for (int group = 0; group < layers.layerOf().size(); group++) {
                ImageContributions given = dynamics.contributions(row, group);
                for (int s = 0; s < steps; s++) {
                    List<float[][]> window = byWindow.get(s * byWindow.size() / steps);
                    int[] batch = given.batch(s);
                    float[] values = given.inStep(s);
                    for (int i = 0; i < batch.length; i++) {
                        window.get(layers.layerOf().get(group))[row][columns[batch[i]]] += values[i];
                        window.get(layers.size())[row][columns[batch[i]]] += values[i];
                    }
                }
            }
        }
        List<String> names = dynamics.info().classNames();
        return new KernelMatrix(
                Arrays.stream(tests).boxed().toList(),
                images,
                sums(byWindow),
                byWindow,
                layers,
                Band.of(Arrays.stream(labels).boxed().toList(), names::get),
                Band.of(images.stream().map(i -> own[i]).toList(), names::get),
                steps,
                dynamics.info().choices());
    }

    private static List<float[][]> empty(int layers, int rows, int columns) {
        return IntStream.range(0, layers)
                .mapToObj(layer -> new float[rows][columns])
                .toList();
    }

    private static List<float[][]> sums(List<List<float[][]>> byWindow) {
        float[][] like = byWindow.get(0).get(0);
        List<float[][]> sums = empty(byWindow.get(0).size(), like.length, like[0].length);
        for (List<float[][]> window : byWindow) {
            for (int layer = 0; layer < sums.size(); layer++) {
                for (int row = 0; row < like.length; row++) {
                    float[] sum = sums.get(layer)[row];
                    float[] own = window.get(layer)[row];
                    for (int column = 0; column < sum.length; column++) {
                        sum[column] += own[column];
                    }
                }
            }
        }
        return sums;
    }

    /** Which part of the training a step belongs to, counted from 1. */
    public int windowOf(int step) {
        return Math.min(byWindow.size() - 1, Math.max(0, step - 1) * byWindow.size() / Math.max(1, steps));
    }

    /** What was added in one part of the training, with signs and logarithms of magnitudes as colours. */
    public MatrixPlot change(int layer, int window) {
        float[][] values = byWindow.get(window).get(layer);
        int parts = byWindow.size();
        int first = (window * steps + parts - 1) / parts;
        int last = ((window + 1) * steps + parts - 1) / parts;
        double largest = byWindow.stream()
                .map(one -> one.get(layer))
                .flatMap(Arrays::stream)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> Math.abs(row[i])))
                .max()
                .orElse(0);
        return new MatrixPlot(
                values,
                largest > 0 ? largest : 1,
                Scaling.SIGNED_LOGARITHM,
                testBands,
                imageBands,
                "Change of the kernel matrix in steps " + (first + 1) + " to " + last + ", " + name(layer),
                "logit");
    }

    /** A layer's matrix, or that of all together. */
    public MatrixPlot content(int layer) {
        float[][] values = byLayer.get(layer);
        return new MatrixPlot(
                values,
                strong(values),
                Scaling.LINEAR,
                testBands,
                imageBands,
                "Test against training images, " + name(layer),
                "logit");
    }

    /** How alike the test images' rows are: cosines, -1 to 1. */
    public MatrixPlot similarity(int layer) {
        float[][] rows = byLayer.get(layer);
        float[][] cosines = new float[rows.length][rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b < rows.length; b++) {
                double lengths = Math.sqrt(product(rows[a], rows[a]) * product(rows[b], rows[b]));
                cosines[a][b] = lengths > 0 ? (float) (product(rows[a], rows[b]) / lengths) : 0;
            }
        }
        return new MatrixPlot(
                cosines,
                1,
                Scaling.LINEAR,
                testBands,
                testBands,
                "Similarity of test images, " + name(layer),
                "cosine");
    }

    /** Where the test images lie in the plane in which their rows differ most. */
    public PlanePlot plane(int layer) {
        double[][] places = PrincipalPlane.of(byLayer.get(layer));
        return new PlanePlot(
                IntStream.range(0, tests.size())
                        .mapToObj(row -> new PlanePlot.Placed(tests.get(row), places[row][0], places[row][1]))
                        .toList(),
                "Test images by what training images gave them, principal components, " + name(layer));
    }

    private String name(int layer) {
        return layer == layers.size() ? "all layers" : layers.names().get(layer);
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** The magnitude that few values exceed, so that one outlier does not hide all others. */
    private static double strong(float[][] values) {
        double[] sizes = Arrays.stream(values)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> Math.abs(row[i])))
                .sorted()
                .toArray();
        double strong = sizes.length == 0 ? 0 : sizes[(int) (STRONGEST_SHARE * (sizes.length - 1))];
        return strong > 0 ? strong : 1;
    }
}

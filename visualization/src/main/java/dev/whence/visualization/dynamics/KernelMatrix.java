package dev.whence.visualization.dynamics;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.Dynamics;
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
 * @param choices how it was computed, in words
 * @param byLayer {@code [layers + 1][tests][images]}, the last one of all layers together
 */
public record KernelMatrix(
        List<Integer> tests,
        List<Integer> images,
        List<float[][]> byLayer,
        Layers layers,
        List<Band> testBands,
        List<Band> imageBands,
        List<String> choices) {

    private static final int PER_CLASS = 2;
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
        List<float[][]> byLayer = new ArrayList<>();
        for (int layer = 0; layer <= layers.size(); layer++) {
            byLayer.add(new float[tests.length][images.size()]);
        }
        for (int row = 0; row < tests.length; row++) {
            for (int group = 0; group < layers.layerOf().size(); group++) {
                float[] total = dynamics.contributions(row, group).total();
                for (int column = 0; column < images.size(); column++) {
                    float value = total[images.get(column)];
                    byLayer.get(layers.layerOf().get(group))[row][column] += value;
                    byLayer.get(layers.size())[row][column] += value;
                }
            }
        }
        List<String> names = dynamics.info().classNames();
        return new KernelMatrix(
                Arrays.stream(tests).boxed().toList(),
                images,
                byLayer,
                layers,
                bands(labels, names),
                bands(images.stream().mapToInt(i -> own[i]).toArray(), names),
                dynamics.info().choices());
    }

    private static List<Band> bands(int[] labels, List<String> names) {
        List<Band> bands = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= labels.length; i++) {
            if (i == labels.length || labels[i] != labels[from]) {
                bands.add(new Band(names.get(labels[from]), from, i));
                from = i;
            }
        }
        return bands;
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

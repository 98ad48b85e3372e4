package dev.whence.app.ui.dynamics;

import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.data.ImageDataset;
import dev.whence.visualization.control.MatrixView.Band;
import dev.whence.visualization.control.MatrixView.Content;
import dev.whence.visualization.control.PictureMap;
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
 * @param byLayer {@code [layers + 1][tests][images]}, the last one of all layers together
 */
record KernelMatrix(
        List<Integer> tests,
        List<Integer> images,
        List<float[][]> byLayer,
        Layers layers,
        List<Band> testBands,
        List<Band> imageBands) {

    private static final int PER_CLASS = 2;
    private static final double STRONGEST_SHARE = 0.995;

    /** The first few test images of each class, in the order of the classes. */
    static int[] chosen(ImageDataset tests, int classes) {
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
     * Reads a result; takes a moment.
     *
     * @param dynamics with one number for each test image
     * @param labels of the tests
     */
    static KernelMatrix read(Dynamics dynamics, int[] tests, int[] labels) {
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
                bands(images.stream().mapToInt(i -> own[i]).toArray(), names));
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
    Content content(int layer) {
        float[][] values = byLayer.get(layer);
        String name = layer == layers.size() ? "all layers" : layers.names().get(layer);
        return new Content(values, strong(values), testBands, imageBands, "Test against training images, " + name);
    }

    /** How alike the test images' rows are: cosines, -1 to 1. */
    Content similarity(int layer) {
        float[][] rows = byLayer.get(layer);
        float[][] cosines = new float[rows.length][rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b < rows.length; b++) {
                double lengths = Math.sqrt(product(rows[a], rows[a]) * product(rows[b], rows[b]));
                cosines[a][b] = lengths > 0 ? (float) (product(rows[a], rows[b]) / lengths) : 0;
            }
        }
        String name = layer == layers.size() ? "all layers" : layers.names().get(layer);
        return new Content(cosines, 1, testBands, testBands, "Similarity of test images, " + name);
    }

    /** Where the test images lie in the plane in which their rows differ most. */
    List<PictureMap.Placed<Integer>> places(int layer) {
        double[][] places = PrincipalPlane.of(byLayer.get(layer));
        return IntStream.range(0, tests.size())
                .mapToObj(row -> new PictureMap.Placed<>(tests.get(row), places[row][0], places[row][1]))
                .toList();
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

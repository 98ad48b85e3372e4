package dev.whence.engine.attribution.shapley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed form against the definition of a Shapley value, over all coalitions. */
class KnnShapleyTest {

    private static final int IMAGES = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 11})
    void theClosedFormIsTheAverageOverAllCoalitions(int neighbours) {
        Random random = new Random(neighbours);
        int[] order = {5, 2, 7, 0, 3, 6, 1, 4};
        boolean[] agrees = new boolean[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            agrees[i] = random.nextBoolean();
        }
        double[] expected = new double[IMAGES];
        for (int image = 0; image < IMAGES; image++) {
            for (int coalition = 0; coalition < 1 << IMAGES; coalition++) {
                if ((coalition >> image & 1) == 0) {
                    double gain = value(coalition | 1 << image, order, agrees, neighbours)
                            - value(coalition, order, agrees, neighbours);
                    expected[image] += gain * weight(Integer.bitCount(coalition));
                }
            }
        }
        assertArrayEquals(expected, KnnShapley.values(order, agrees, neighbours), 1e-12);
    }

    /** Share of K votes that the nearest members of a coalition cast for the label. */
    private static double value(int coalition, int[] order, boolean[] agrees, int neighbours) {
        int votes = 0;
        int asked = 0;
        for (int image : order) {
            if ((coalition >> image & 1) == 1 && asked < neighbours) {
                asked++;
                votes += agrees[image] ? 1 : 0;
            }
        }
        return (double) votes / neighbours;
    }

    /** {@code |S|! (n - |S| - 1)! / n!}. */
    private static double weight(int size) {
        double weight = 1.0 / IMAGES;
        for (int i = 1; i <= size; i++) {
            weight *= (double) i / (IMAGES - i);
        }
        return weight;
    }

    @Test
    void theChosenSpaceDecidesWhoIsNear() {
        double[] pixels = {0, 1, 2, 3, 4, 5};
        double[] features = {5, 4, 3, 2, 1, 0};
        Representations train = images(pixels, features, 0, 1, 0, 1, 0, 1);
        Representations test = images(new double[] {-1}, new double[] {-1}, 0);
        Network network = new GraphBuilder(1, 1, 1, 1).build();
        AttributionTask task = new AttributionTask(network, 0, train, 0);
        Targets target = Targets.resolve(new Target.OfClass(0), test);
        for (KnnShapleySettings.Space space : KnnShapleySettings.Space.values()) {
            boolean byPixels = space == KnnShapleySettings.Space.PIXELS;
            int[] order = IntStream.range(0, 6).map(i -> byPixels ? i : 5 - i).toArray();
            boolean[] agrees = {true, false, true, false, true, false};
            double[] expected = KnnShapley.values(order, agrees, 2);
            float[] found = new KnnShapleyAttributor(task, new KnnShapleySettings(2, space))
                    .attribute(test, target, Progress.none())
                    .floats();
            for (int i = 0; i < 6; i++) {
                assertEquals(expected[i], found[i], 1e-7, space + " " + i);
            }
        }
    }

    private static Representations images(double[] pixels, double[] features, long... labels) {
        int n = labels.length;
        Tensor all = Tensor.of(pixels, n, 1, 1, 1);
        ModelInputs inputs = new ModelInputs() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public Shape shape() {
                return Shape.of(1, 1, 1);
            }

            @Override
            public Tensor batch(int... indices) {
                return all.take(indices);
            }
        };
        return new Representations(
                inputs,
                Tensor.of(Arrays.copyOf(labels, n), n),
                Tensor.of(features, n, 1),
                Tensor.of(new double[2 * n], n, 2));
    }
}

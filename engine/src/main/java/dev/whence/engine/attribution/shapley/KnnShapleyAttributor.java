package dev.whence.engine.attribution.shapley;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;

/** Ranks the training images by distance and shares the neighbour vote out among them. */
final class KnnShapleyAttributor extends QueryTimeAttributor {

    private static final int READ_AT_ONCE = 256;

    private final AttributionTask task;
    private final KnnShapleySettings settings;

    KnnShapleyAttributor(AttributionTask task, KnnShapleySettings settings) {
        GradientRows.requireLabels(task.train());
        this.task = task;
        this.settings = settings;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        float[] scores = new float[tests.size() * n];
        progress.stage("Distances to the training images");
        double[][] distances = distances(tests, progress);
        for (int j = 0; j < tests.size(); j++) {
            progress.checkCancelled();
            int[] order = order(distances[j]);
            double[] values = KnnShapley.values(order, agrees(targets.positive()[j]), settings.neighbours());
            double[] against = targets.contrastive(j)
                    ? KnnShapley.values(order, agrees(targets.negative()[j]), settings.neighbours())
                    : new double[n];
            for (int i = 0; i < n; i++) {
                scores[j * n + i] = (float) (values[i] - against[i]);
            }
            progress.update(j + 1, tests.size(), "test images");
        }
        return Tensor.of(scores, tests.size(), n);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        Representations train = task.train();
        int n = train.size();
        float[] own = new float[n];
        for (int from = 0; from < n; from += READ_AT_ONCE) {
            int start = from;
            int[] part = IntStream.range(from, Math.min(n, from + READ_AT_ONCE)).toArray();
            double[][] distances = distances(train.select(part), progress);
            for (int i = 0; i < part.length; i++) {
                int label = (int) train.labels().longs()[start + i];
                own[start + i] =
                        (float) KnnShapley.values(order(distances[i]), agrees(label), settings.neighbours())[start + i];
            }
            progress.update(start + part.length, n, "training images");
        }
        return Tensor.of(own, n);
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("Neighbours", Integer.toString(settings.neighbours()));
    }

    private boolean[] agrees(int label) {
        long[] labels = task.train().labels().longs();
        boolean[] agrees = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            agrees[i] = labels[i] == label;
        }
        return agrees;
    }

    /** By growing distance; equally distant images keep dataset order, so that the result is deterministic. */
    private static int[] order(double[] distances) {
        return IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Squared Euclidean distances, {@code [tests][train]}. */
    private double[][] distances(Representations tests, Progress progress) {
        double[][] distances = new double[tests.size()][task.train().size()];
        boolean pixels = settings.space() == KnnShapleySettings.Space.PIXELS;
        Tensor queries = pixels ? all(tests.inputs()) : tests.features();
        int n = task.train().size();
        for (int from = 0; from < n; from += READ_AT_ONCE) {
            progress.checkCancelled();
            int to = Math.min(n, from + READ_AT_ONCE);
            Tensor block = pixels
                    ? task.train().inputs().batch(IntStream.range(from, to).toArray())
                    : task.train().features().rows(from, to);
            measure(queries, block, from, distances);
        }
        return distances;
    }

    private static Tensor all(ModelInputs inputs) {
        return inputs.batch(IntStream.range(0, inputs.size()).toArray());
    }

    private static void measure(Tensor queries, Tensor block, int from, double[][] distances) {
        int images = block.shape().dim(0);
        int width = block.size() / images;
        IntStream.range(0, distances.length).parallel().forEach(j -> {
            for (int i = 0; i < images; i++) {
                double sum = 0;
                for (int d = 0; d < width; d++) {
                    double difference = queries.get(j * width + d) - block.get(i * width + d);
                    sum += difference * difference;
                }
                distances[j][from + i] = sum;
            }
        });
    }
}

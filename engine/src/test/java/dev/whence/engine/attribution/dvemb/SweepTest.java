package dev.whence.engine.attribution.dvemb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.relevance.GraphBuilder;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both recursions against the definition, written down with whole matrices. */
class SweepTest {

    private static final int IMAGES = 12;

    /** Images whose gradients are held together, fewer than there are in a batch. */
    private static final int BLOCK = 2;

    private static final int TESTS = 3;

    @Test
    void theSweepEqualsTheDefinition() {
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1))) {
            Network network = network();
            AttributionTask task = task(engine, network);
            int[][] batches = {{0, 5, 7, 2}, {1, 3, 11, 4}, {6, 8, 9, 10}, {3, 0, 2, 9}, {7, 1}, {4, 5, 6, 8, 10}};
            DescentSteps steps = new DescentSteps(task, network, batches, 3, 0.3);
            int size = Math.toIntExact(network.parameterCount());
            double[] tests = new Random(3).doubles((long) TESTS * size, -1, 1).toArray();
            double[][] gradients = gradients(task, steps, size);
            double[] expected = definition(steps, gradients, tests, size);
            try (NetworkRunner runner = engine.load(network);
                    Scope scope = engine.scope()) {
                GradientFactors factors = new GradientFactors(
                        runner,
                        task.finalLayer(),
                        List.copyOf(network.parameters().keySet()));
                DeviceArray vectors = scope.of(Tensor.of(tests.clone(), TESTS, size));
                ExactSweep exact = new ExactSweep(steps, factors, scope, vectors, IMAGES, -1);
                EmbeddingSweep embeddings = new EmbeddingSweep(steps, scope, IMAGES, -1);
                new BackwardSweep(task, steps, runner, factors, BLOCK)
                        .run(scope, Progress.none(), (step, work, blocks) -> {
                            embeddings.take(step, rows(factors, work, blocks));
                            exact.take(step, work, blocks);
                        });
                assertArrayEquals(expected, exact.scores().doubles(), 1e-9 * largest(expected));
                double[] products = scope.of(Tensor.of(tests, TESTS, size))
                        .matmul(scope.of(embeddings.embeddings()).transpose(0, 1))
                        .toHost()
                        .doubles();
                assertArrayEquals(expected, products, 1e-9 * largest(expected));
            }
        }
    }

    /** With one step on each image the image's own step counts most for it, in favour of its label or against others. */
    @Test
    void aCopyIsTheStrongestProponentOfItsLabelAndTheStrongestOpponentOfOthers() {
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1))) {
            GraphBuilder graph = new GraphBuilder(9, 1, 4, 4);
            int flat = graph.add(new Op.Reshape(), Shape.of(16), 0);
            graph.linear(flat, 3, false);
            Network network = graph.build();
            Map<String, Tensor> small = new HashMap<>();
            network.parameters()
                    .forEach((name, weight) -> small.put(
                            name,
                            Tensor.of(
                                    Arrays.stream(weight.doubles())
                                            .map(w -> 0.01 * w)
                                            .toArray(),
                                    weight.shape().toArray())));
            AttributionTask task = task(engine, network.withParameters(small));
            int[][] batches = {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}};
            DescentSteps steps = new DescentSteps(task, task.network(), batches, 2, 0.01);
            AttributionTask trained = new AttributionTask(
                    List.of(task.network().withParameters(steps.last())), task.finalLayer(), task.train(), 0, engine);
            ExactAttributor attributor = new ExactAttributor(
                    trained,
                    new DvembSettings("", TestFunction.LOSS, DvembProjection.NONE, 1, -1, ""),
                    new Recording() {
                        @Override
                        public <T> T with(Function<RecordedSteps, T> reader) {
                            return reader.apply(steps);
                        }
                    },
                    Map.of());
            for (int explained = 0; explained < 3; explained++) {
                Targets targets = Targets.resolve(new Target.OfClass(explained), task.train());
                Tensor scores = attributor.attribute(task.train(), targets, Progress.none());
                for (int j = 0; j < IMAGES; j++) {
                    double sign = j % 3 == explained ? 1 : -1;
                    int from = j * IMAGES;
                    int strongest = IntStream.range(0, IMAGES)
                            .reduce((a, b) -> sign * scores.get(from + b) > sign * scores.get(from + a) ? b : a)
                            .orElseThrow();
                    assertEquals(j, strongest, "image " + j + " explaining class " + explained);
                    assertTrue(sign * scores.get(from + j) > 0);
                }
            }
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** {@code e = eta Q g} with Q the product of {@code I - eta G^T G} over all later steps, whole matrices. */
    private static double[] definition(DescentSteps steps, double[][] gradients, double[] tests, int size) {
        double[] scores = new double[TESTS * IMAGES];
        double[][] product = new double[size][size];
        for (int d = 0; d < size; d++) {
            product[d][d] = 1;
        }
        for (int s = steps.steps() - 1; s >= 0; s--) {
            int[] batch = steps.batch(s);
            double eta = steps.learningRate(s) / batch.length;
            for (int b = 0; b < batch.length; b++) {
                double[] moved = times(product, gradients[s], b * size, size);
                for (int j = 0; j < TESTS; j++) {
                    for (int d = 0; d < size; d++) {
                        scores[j * IMAGES + batch[b]] += eta * tests[j * size + d] * moved[d];
                    }
                }
            }
            product = withStep(product, gradients[s], batch.length, eta, size);
        }
        return scores;
    }

    /** {@code Q (I - eta G^T G)}. */
    private static double[][] withStep(double[][] product, double[] gradients, int images, double eta, int size) {
        double[][] next = new double[size][];
        for (int r = 0; r < size; r++) {
            next[r] = product[r].clone();
        }
        for (int b = 0; b < images; b++) {
            double[] moved = times(product, gradients, b * size, size);
            for (int r = 0; r < size; r++) {
                for (int c = 0; c < size; c++) {
                    next[r][c] -= eta * moved[r] * gradients[b * size + c];
                }
            }
        }
        return next;
    }

    private static double[] times(double[][] matrix, double[] vectors, int from, int size) {
        double[] result = new double[size];
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                result[r] += matrix[r][c] * vectors[from + c];
            }
        }
        return result;
    }

    private static double[][] gradients(AttributionTask task, DescentSteps steps, int size) {
        double[][] all = new double[steps.steps()][];
        try (NetworkRunner runner = task.requiredEngine().load(task.network());
                Scope scope = task.requiredEngine().scope()) {
            GradientFactors factors = new GradientFactors(
                    runner,
                    task.finalLayer(),
                    List.copyOf(task.network().parameters().keySet()));
            new BackwardSweep(task, steps, runner, factors)
                    .run(
                            scope,
                            Progress.none(),
                            (step, work, blocks) -> all[step] =
                                    rows(factors, work, blocks).toHost().doubles());
        }
        return all;
    }

    private static DeviceArray rows(GradientFactors factors, Scope work, BackwardSweep.Blocks gradients) {
        List<DeviceArray> blocks = new ArrayList<>();
        gradients.each((scope, layers) -> {
            Map<String, DeviceArray> rows = new HashMap<>();
            layers.forEach(layer -> rows.putAll(layer.rows()));
            blocks.add(work.keep(factors.layout().join(rows, layers.get(0).images(), scope)));
        });
        return DeviceArray.concat(0, blocks);
    }

    private static Network network() {
        GraphBuilder graph = new GraphBuilder(5, 1, 4, 4);
        int conv = graph.relu(graph.norm(graph.conv(0, 2, 3, 1, true)));
        graph.linear(graph.pooled(conv), 3, true);
        return graph.build();
    }

    private static AttributionTask task(ExecutionEngine engine, Network network) {
        // Half of each image's pixels are on: all have one length, and no two are as close as an image is to itself.
        float[] pixels = new float[IMAGES * 16];
        for (int i = 0; i < IMAGES; i++) {
            int[] order = SplitMix.permutation(16, i);
            for (int p = 0; p < 8; p++) {
                pixels[i * 16 + order[p]] = 1;
            }
        }
        Tensor images = Tensor.of(pixels, IMAGES, 1, 4, 4);
        ModelInputs inputs = new ModelInputs() {
            @Override
            public int size() {
                return IMAGES;
            }

            @Override
            public Shape shape() {
                return Shape.of(1, 4, 4);
            }

            @Override
            public Tensor batch(int... indices) {
                return images.take(indices);
            }
        };
        long[] labels = IntStream.range(0, IMAGES).mapToLong(i -> i % 3).toArray();
        Representations train = new Representations(
                inputs,
                Tensor.of(labels, IMAGES),
                Tensor.of(new double[IMAGES], IMAGES, 1),
                Tensor.of(new double[IMAGES * 3], IMAGES, 3));
        return new AttributionTask(List.of(network), network.output(), train, 0, engine);
    }
}

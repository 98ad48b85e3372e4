package dev.whence.engine.exec;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Ways to the inner products of many training gradients with a few test gradients, in one run and against the bound of one
 * forward and backward pass over the data. Arguments: model file, IDX images, number of training images, of test images,
 * {@code float32} or {@code float64}.
 */
public final class GradientBenchmark {

    private static final int BATCH = 128;
    private static final PrintStream OUT = System.out;

    private final NetworkRunner runner;
    private final PreprocessedImages inputs;
    private final ImageDataset images;
    private final int count;
    private final int classes;

    private GradientBenchmark(NetworkRunner runner, ImageDataset images, int count) {
        this.runner = runner;
        this.images = images;
        this.inputs = PreprocessedImages.of(images, Preprocessing.none());
        this.count = count;
        this.classes = runner.network().outputShape().dim(0);
    }

    public static void main(String[] arguments) {
        ImageDataset images = Datasets.open(Path.of(arguments[1]), false);
        int count = Integer.parseInt(arguments[2]);
        int tests = Integer.parseInt(arguments[3]);
        Precision precision = Precision.valueOf(arguments[4].toUpperCase(Locale.ROOT));
        Network network = ModelReader.open(Path.of(arguments[0]))
                .network(PreprocessedImages.of(images, Preprocessing.none()).shape());
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", precision, 1));
                NetworkRunner runner = engine.load(network)) {
            OUT.printf(
                    Locale.ROOT,
                    "%,d parameters, %,d training images, %d test images, %s%n",
                    network.parameterCount(),
                    count,
                    tests,
                    precision);
            GradientBenchmark benchmark = new GradientBenchmark(runner, images, count);
            benchmark.run(tests, 2 * BATCH);
            benchmark.run(tests, count);
        }
    }

    private void run(int tests, int upTo) {
        try (Scope scope = runner.engine().scope()) {
            GradientFactors factors = new GradientFactors(
                    runner,
                    runner.network().output(),
                    List.copyOf(runner.network().parameters().keySet()));
            ParameterGradients rows =
                    ParameterGradients.ofAll(runner, runner.network().output());
            int[] last = IntStream.range(count - tests, count).toArray();
            UnaryOperator<DeviceArray> seed = seed(last);
            Tensor asked = inputs.batch(last);
            DeviceArray vectors = rows.rows(scope, asked, seed);
            DeviceArray columns = vectors.transpose(0, 1);
            List<LayerGradients> queries = factors.of(scope, asked, seed).stream()
                    .map(LayerGradients::compact)
                    .toList();
            Map<String, Double> seconds = new HashMap<>();
            measure(seconds, "bound", upTo, this::summedGradient);
            measure(
                    seconds,
                    "rows",
                    upTo,
                    (work, batch, s) -> rows.rows(work, batch, s).matmul(columns));
            measure(
                    seconds,
                    "factors",
                    upTo,
                    (work, batch, s) -> GradientFactors.products(factors.of(work, batch, s), queries));
            measure(seconds, "along", upTo, (work, batch, s) -> factors.along(work, batch, s, vectors));
            DeviceArray one = vectors.slice(0, 0, 1);
            measure(seconds, "along one", upTo, (work, batch, s) -> factors.along(work, batch, s, one));
            int few = Math.min(upTo, 2 * BATCH);
            measure(
                    seconds,
                    "one by one",
                    few,
                    (work, batch, s) -> oneByOne(work, batch, s).matmul(columns));
            seconds.computeIfPresent("one by one", (name, time) -> time * upTo / few);
            if (upTo == count) {
                report(seconds, tests);
            }
        }
    }

    private static void report(Map<String, Double> seconds, int tests) {
        double bound = seconds.get("bound");
        double rows = seconds.get("rows");
        line("one forward and backward pass (the bound)", seconds.get("bound"), bound, rows);
        line("gradients written out, then " + tests + " products", rows, bound, rows);
        line("the same, image by image (scaled up)", seconds.get("one by one"), bound, rows);
        line(tests + " products by factors", seconds.get("factors"), bound, rows);
        line(tests + " directional derivatives in one pass", seconds.get("along"), bound, rows);
        line("1 directional derivative in one pass", seconds.get("along one"), bound, rows);
    }

    private static void line(String what, double seconds, double bound, double rows) {
        OUT.printf(
                Locale.ROOT,
                "%-48s %7.2f s  %5.2f x the bound  %6.2f x written out%n",
                what,
                seconds,
                seconds / bound,
                seconds / rows);
    }

    @FunctionalInterface
    private interface Work {
        DeviceArray of(Scope work, Tensor batch, UnaryOperator<DeviceArray> seed);
    }

    private void measure(Map<String, Double> seconds, String name, int upTo, Work work) {
        long spent = 0;
        for (int from = 0; from < upTo; from += BATCH) {
            int[] part = IntStream.range(from, Math.min(upTo, from + BATCH)).toArray();
            Tensor batch = inputs.batch(part);
            long start = System.nanoTime();
            try (Scope scope = runner.engine().scope()) {
                work.of(scope, batch, seed(part)).toHost();
            }
            spent += System.nanoTime() - start;
        }
        seconds.put(name, spent / 1e9);
    }

    private UnaryOperator<DeviceArray> seed(int[] part) {
        double[] rows = new double[part.length * classes];
        for (int i = 0; i < part.length; i++) {
            rows[i * classes + images.label(part[i])] = 1;
        }
        Tensor labels = Tensor.of(rows, part.length, classes);
        return logits -> OutputFunction.LOSS.seed(logits, labels);
    }

    /** The gradient of the batch's summed loss by all parameters. */
    private DeviceArray summedGradient(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed) {
        Map<String, DeviceArray> variables = variables(scope);
        DeviceArray logits = runner.evaluate(
                        scope.of(batch),
                        name -> variables.getOrDefault(name, runner.weight(name)),
                        runner.network().output())
                .get(0);
        List<DeviceArray> found = Autograd.gradients(
                List.of(logits), List.copyOf(variables.values()), List.of(seed.apply(scope.constant(logits))), false);
        return found.get(0);
    }

    private DeviceArray oneByOne(Scope scope, Tensor batch, UnaryOperator<DeviceArray> seed) {
        DeviceArray logits =
                runner.evaluate(scope.of(batch), runner.network().output()).get(0);
        DeviceArray seeds = seed.apply(logits);
        List<DeviceArray> rows = new ArrayList<>();
        Map<String, DeviceArray> variables = variables(scope);
        List<String> names = List.copyOf(runner.network().parameters().keySet());
        for (int i = 0; i < batch.shape().dim(0); i++) {
            try (Scope work = scope.open()) {
                DeviceArray own = runner.evaluate(
                                work.of(batch.rows(i, i + 1)),
                                name -> variables.getOrDefault(name, runner.weight(name)),
                                runner.network().output())
                        .get(0);
                List<DeviceArray> found = Autograd.gradients(
                        List.of(own),
                        names.stream().map(variables::get).toList(),
                        List.of(work.constant(seeds).slice(0, i, i + 1)),
                        false);
                rows.add(scope.keep(DeviceArray.concat(
                        1, found.stream().map(g -> g.reshape(1, -1)).toList())));
            }
        }
        return DeviceArray.concat(0, rows);
    }

    private Map<String, DeviceArray> variables(Scope scope) {
        Map<String, DeviceArray> variables = new HashMap<>();
        runner.network()
                .parameters()
                .keySet()
                .forEach(name -> variables.put(name, scope.variable(runner.weight(name))));
        return variables;
    }
}

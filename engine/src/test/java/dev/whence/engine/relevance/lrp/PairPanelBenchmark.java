package dev.whence.engine.relevance.lrp;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ClassifierImporter;
import dev.whence.engine.model.reader.ModelFile;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Pair maps of a panel of five proponents and five opponents. Arguments: {@code speed [repetitions] [composite...]}
 * compares the panel with its 20 maps computed one after another; {@code memory [panels] [model]} computes panel after
 * panel and prints the memory of the process.
 */
public final class PairPanelBenchmark {

    private static final PrintStream OUT = System.out;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int PAIRS = 10;
    private static final String[] MODELS = {"m1", "m2", "m4", "resnet18_w8"};

    private PairPanelBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String what = arguments.length == 0 ? "speed" : arguments[0];
        switch (what) {
            case "speed" -> {
                int repetitions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
                List<String> composites = arguments.length > 2
                        ? Arrays.asList(arguments).subList(2, arguments.length)
                        : List.of("epsilon-plus-flat", "epsilon-alpha2-beta1", "epsilon-gamma-box");
                for (String model : MODELS) {
                    for (String composite : composites) {
                        speed(model, Composite.parse(composite), repetitions);
                    }
                }
            }
            case "memory" ->
                memory(
                        arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500,
                        arguments.length > 2 ? arguments[2] : "m1");
            default ->
                throw new IllegalArgumentException("speed [repetitions] [composite...] | memory [panels] [model]");
        }
    }

    private static void speed(String model, Composite composite, int repetitions) {
        try (Bench bench = new Bench(model, composite)) {
            for (int r = 0; r < repetitions; r++) {
                bench.panel();
                bench.oneByOne();
            }
            List<Time> panel = new ArrayList<>();
            List<Time> single = new ArrayList<>();
            List<Time> first = new ArrayList<>();
            List<Time> second = new ArrayList<>();
            for (int r = 0; r < repetitions; r++) {
                panel.add(Time.of(bench::panel));
                single.add(Time.of(bench::oneByOne));
                first.add(Time.of(() -> bench.half(true)));
                second.add(Time.of(() -> bench.half(false)));
            }
            double passes = least(single, Time::busy);
            double slower = Math.max(least(first, Time::busy), least(second, Time::busy));
            OUT.printf(
                    Locale.ROOT,
                    "%-12s %-22s panel %6.1f ms, 20 single passes %6.1f ms, ratio %.1f;"
                            + " processor time of the halves %5.1f and %5.1f ms, of the passes %6.1f ms, ratio %.1f%n",
                    model,
                    composite.name().toLowerCase(Locale.ROOT),
                    least(panel, Time::elapsed),
                    least(single, Time::elapsed),
                    least(single, Time::elapsed) / least(panel, Time::elapsed),
                    least(first, Time::busy),
                    least(second, Time::busy),
                    passes,
                    passes / slower);
        }
    }

    /** The least disturbed of all repetitions. */
    private static double least(List<Time> times, ToDoubleFunction<Time> what) {
        return times.stream().mapToDouble(what).min().orElse(Double.NaN);
    }

    /**
     * Milliseconds.
     *
     * @param elapsed on the clock
     * @param busy processor time of the thread that asks
     */
    private record Time(double elapsed, double busy) {

        static Time of(Runnable work) {
            long start = System.nanoTime();
            long own = THREADS.getCurrentThreadCpuTime();
            work.run();
            return new Time((System.nanoTime() - start) / 1e6, (THREADS.getCurrentThreadCpuTime() - own) / 1e6);
        }
    }

    private static void memory(int panels, String model) throws IOException {
        try (Bench bench = new Bench(model, Composite.EPSILON_PLUS_FLAT)) {
            for (int done = 0; done <= panels; done++) {
                if (done % Math.max(1, panels / 10) == 0) {
                    System.gc();
                    OUT.printf(Locale.ROOT, "%5d panels: %s%n", done, residentSet());
                }
                bench.panel();
            }
        }
    }

    private static String residentSet() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("VmRSS unknown");
    }

    /** One network with a test image and ten training images, noise all of them: what is in them costs no time. */
    private static final class Bench implements AutoCloseable {

        private final ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
        private final LrpExplainer explainer;
        private final PairRelevance relevance;
        private final int featureNode;
        private final Representations tests;
        private final Representations train;
        private final List<Pair> pairs = new ArrayList<>();

        Bench(String model, Composite composite) {
            Network network = model.startsWith("m") && model.length() == 2 ? GoldenModels.network(model) : read(model);
            featureNode = network.nodes().get(network.output()).inputs().get(0);
            HeatmapTask.InputRange range =
                    new HeatmapTask.InputRange(Tensor.of(new float[] {-3}, 1), Tensor.of(new float[] {3}, 1));
            explainer = new LrpMethod()
                    .prepare(
                            new HeatmapTask(engine, network, network.output(), range, null, 0),
                            LrpSettings.of(composite, Canonizer.AUTO, true));
            relevance = new PairRelevance(explainer, featureNode);
            tests = represented(network, featureNode, 1, 5);
            train = represented(network, featureNode, PAIRS, 6);
            for (int p = 0; p < PAIRS; p++) {
                pairs.add(new Pair(0, p, p < PAIRS / 2 ? 1 : -1));
            }
        }

        private Network read(String model) {
            try {
                Path file = Path.of(PairPanelBenchmark.class
                        .getResource("/models/" + model + "_traced.pt")
                        .toURI());
                ModelFile opened = ModelReader.open(file);
                return ClassifierImporter.importModel(opened, opened.anyInputShape(), null, engine, null)
                        .network();
            } catch (java.net.URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        private Representations represented(Network network, int featureNode, int images, int seed) {
            Shape shape = network.inputShape().prepend(images);
            float[] noise = new float[Math.toIntExact(shape.size())];
            Random random = new Random(seed);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            Tensor input = Tensor.of(noise, shape.toArray());
            try (NetworkRunner runner = engine.load(network)) {
                List<Tensor> values = runner.values(input, featureNode, network.output());
                Tensor features = values.get(0).reshape(images, values.get(0).size() / images);
                return new Representations(
                        new Inputs(input), Tensor.of(new long[images], images), features, values.get(1));
            }
        }

        void panel() {
            relevance.explain(tests, train, pairs, Progress.none());
        }

        /** What one of the two threads does, on this one. */
        void half(boolean first) {
            double[] scores = pairs.stream().mapToDouble(Pair::score).toArray();
            int[] all = IntStream.range(0, PAIRS).toArray();
            Tensor shares = PairRelevance.shares(
                    tests.features().take(new int[PAIRS]), train.features().take(all), scores);
            PairSignals signals = PairSignals.of(pairs);
            int middle = signals.middle();
            PairSignals part = first ? signals.part(0, middle) : signals.part(middle, signals.size());
            relevance.propagated(part, train.inputs(), tests.inputs(), shares, Progress.none());
        }

        void oneByOne() {
            for (Pair pair : pairs) {
                Tensor shares = PairRelevance.shares(
                        tests.features().take(pair.test()),
                        train.features().take(pair.train()),
                        new double[] {pair.score()});
                single(train.inputs().batch(pair.train()), shares);
                single(tests.inputs().batch(pair.test()), shares);
            }
        }

        private void single(Tensor image, Tensor shares) {
            explainer.explainFeatures(image, new int[1], featureNode, shares, Progress.none());
        }

        @Override
        public void close() {
            explainer.close();
            engine.close();
        }
    }

    /** Network input that is in memory already. */
    private record Inputs(Tensor all) implements ModelInputs {

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
    }
}

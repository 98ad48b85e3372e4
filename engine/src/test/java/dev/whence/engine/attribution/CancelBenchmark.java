package dev.whence.engine.attribution;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.FinalLayer;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The longest time between two looks at the wish to stop, in processor time of the working thread: so long may a
 * cancelled run go on at worst. Arguments: folder of the sample images, number of images, and methods if not all.
 */
public final class CancelBenchmark {

    private static final PrintStream OUT = System.out;

    private static final int TESTS = 4;

    /** Fewer steps than by default: the time between two of them is what counts. */
    private static final Map<String, Map<String, String>> SETTINGS = Map.of(
            "influence-cg", Map.of("iterations", "2"),
            "influence-lissa", Map.of("depth", "3"),
            "influence-arnoldi", Map.of("iterations", "4", "directions", "1", "damping", "100"));

    private CancelBenchmark() {}

    private static final class Looks implements Progress {

        private String stage = "start";
        private String where = "";
        private long last = now();
        private long longest;

        private static long now() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        void look(String at) {
            long now = now();
            if (now - last > longest) {
                longest = now - last;
                where = at;
            }
            last = now;
        }

        @Override
        public void stage(String title) {
            stage = title;
        }

        @Override
        public void update(long done, long total, String unit) {}

        @Override
        public void note(String text) {}

        @Override
        public boolean isCancelled() {
            look(stage);
            return false;
        }
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            Network network = ModelReader.open(folder.resolve("small-cnn.pt")).network(Shape.of(1, 28, 28));
            int last = FinalLayer.find(network, null);
            ImageDataset dataset = Datasets.open(folder.resolve("train-images-idx3-ubyte.gz"), false);
            Representations all = represent(engine, network, last, dataset, count + TESTS);
            Representations train = all.select(IntStream.range(0, count).toArray());
            Representations tests =
                    all.select(IntStream.range(count, count + TESTS).toArray());
            AttributionTask task = new AttributionTask(List.of(network), last, train, 0, engine);
            for (AttributionMethod<?> method : MethodRegistry.all()) {
                boolean chosen = arguments.length < 3 || List.of(arguments).indexOf(method.id()) >= 2;
                if (chosen && !method.id().equals("dvemb")) {
                    measure(method, task, tests);
                }
            }
        }
    }

    private static Representations represent(
            ExecutionEngine engine, Network network, int last, ImageDataset dataset, int count) {
        ModelInputs inputs = PreprocessedImages.of(dataset, Preprocessing.none());
        long[] labels = IntStream.range(0, count).mapToLong(dataset::label).toArray();
        ModelInputs first = new FirstInputs(inputs, count);
        try (NetworkRunner runner = engine.load(network)) {
            FeaturePass.Result result =
                    new FeaturePass(runner, network.nodes().get(last).inputs().get(0)).run(first, Progress.none());
            return new Representations(first, Tensor.of(labels, count), result.features(), result.logits());
        }
    }

    private record FirstInputs(ModelInputs images, int size) implements ModelInputs {

        @Override
        public Shape shape() {
            return images.shape();
        }

        @Override
        public Tensor batch(int... indices) {
            return images.batch(indices);
        }
    }

    private static <S extends Record> void measure(
            AttributionMethod<S> method, AttributionTask task, Representations tests) {
        Map<String, String> values = new HashMap<>(SETTINGS.getOrDefault(method.id(), Map.of()));
        S settings = SettingsSchema.of(method.settingsType()).parse(values);
        Looks fit = new Looks();
        Attributor attributor = method.fit(task, settings, fit);
        fit.look("end");
        Looks answer = new Looks();
        attributor.attribute(tests, Targets.resolve(new Target.Predicted(), tests), answer);
        answer.look("end");
        OUT.printf(
                Locale.ROOT,
                "%-20s fit %6.3f s (%s), answer %6.3f s (%s)%n",
                method.id(),
                fit.longest / 1e9,
                fit.where,
                answer.longest / 1e9,
                answer.where);
    }
}

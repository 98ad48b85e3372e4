package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.Autograd;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.FinalLayer;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * TRAK's features of the sample's training images, against one forward and one backward pass over them. Arguments: the
 * folder with the sample's files, the number of images (the training images over and over), dimensions, the kind of
 * projection. Memory is to be measured from outside, for example by {@code /usr/bin/time -v}.
 */
public final class TrakBenchmark {

    private static final PrintStream OUT = System.out;

    private static final int BATCH = 128;

    private TrakBenchmark() {}

    /** The same images over and over. */
    private record Repeated(ModelInputs images, int size) implements ModelInputs {

        @Override
        public Shape shape() {
            return images.shape();
        }

        @Override
        public Tensor batch(int... indices) {
            return images.batch(
                    IntStream.of(indices).map(i -> i % images.size()).toArray());
        }
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        Map<String, String> settings = Map.of("dimensions", arguments[2], "projection", arguments[3]);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            Network network = ModelReader.open(folder.resolve("small-cnn.pt")).network(Shape.of(1, 28, 28));
            int last = FinalLayer.find(network, null);
            ImageDataset dataset = Datasets.open(folder.resolve("train-images-idx3-ubyte.gz"), false);
            ModelInputs inputs = new Repeated(PreprocessedImages.of(dataset, Preprocessing.none()), count);
            long[] labels = IntStream.range(0, count)
                    .mapToLong(i -> dataset.label(i % dataset.size()))
                    .toArray();
            Representations train = represent(engine, network, last, inputs, labels);
            double passes = seconds(() -> forwardAndBackward(engine, network, last, train));
            OUT.printf("%,d images, %,d parameters%n", count, network.parameterCount());
            OUT.printf("one forward and backward pass: %.2f s%n", passes);
            AttributionTask task = new AttributionTask(List.of(network), last, train, 0, engine);
            TrakMethod method = new TrakMethod();
            Attributor[] fitted = new Attributor[1];
            double features = seconds(() -> fitted[0] =
                    method.fit(task, SettingsSchema.of(method.settingsType()).parse(settings), Progress.none()));
            OUT.printf(
                    "TRAK features, %s to %s: %.2f s, %.1f times the passes%n",
                    arguments[3], arguments[2], features, features / passes);
            Representations test = train.select(0);
            double answer = seconds(
                    () -> fitted[0].attribute(test, Targets.resolve(new Target.Predicted(), test), Progress.none()));
            OUT.printf("one question: %.2f s%n", answer);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Representations represent(
            ExecutionEngine engine, Network network, int last, ModelInputs inputs, long[] labels) {
        try (NetworkRunner runner = engine.load(network)) {
            FeaturePass.Result result =
                    new FeaturePass(runner, network.nodes().get(last).inputs().get(0)).run(inputs, Progress.none());
            return new Representations(inputs, Tensor.of(labels, labels.length), result.features(), result.logits());
        }
    }

    /** The gradient of the loss of each batch by all parameters, thrown away. */
    private static void forwardAndBackward(ExecutionEngine engine, Network network, int last, Representations train) {
        try (NetworkRunner runner = engine.load(network)) {
            for (int from = 0; from < train.size(); from += BATCH) {
                int to = Math.min(train.size(), from + BATCH);
                int[] classes = IntStream.range(from, to)
                        .map(i -> (int) train.labels().longs()[i])
                        .toArray();
                Tensor labels = GradientBlocks.oneHot(classes, train.classes());
                try (Scope scope = engine.scope()) {
                    Map<String, DeviceArray> weights = new LinkedHashMap<>();
                    network.parameters()
                            .keySet()
                            .forEach(name -> weights.put(name, scope.variable(runner.weight(name))));
                    DeviceArray batch = scope.of(
                            train.inputs().batch(IntStream.range(from, to).toArray()));
                    DeviceArray logits = runner.evaluate(
                                    batch, name -> weights.getOrDefault(name, runner.weight(name)), last)
                            .get(0);
                    Autograd.gradients(
                            List.of(OutputFunction.LOSS.of(logits, labels).sum()),
                            List.copyOf(weights.values()),
                            List.of(scope.scalar(1)),
                            false);
                }
            }
        }
    }
}

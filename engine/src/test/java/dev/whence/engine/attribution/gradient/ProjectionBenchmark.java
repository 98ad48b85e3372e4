package dev.whence.engine.attribution.gradient;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.FinalLayer;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What projected gradients cost beside the pass that gives the factors (forward, and backward to the layers' results).
 * Arguments: model file, IDX images, number of images, dimensions, and a kind if not all of them.
 */
public final class ProjectionBenchmark {

    private static final PrintStream OUT = System.out;

    private final ExecutionEngine engine;
    private final Network network;
    private final Representations images;
    private final int last;

    private ProjectionBenchmark(ExecutionEngine engine, Network network, ImageDataset dataset, int count) {
        this.engine = engine;
        this.network = network;
        this.last = FinalLayer.find(network, null);
        long[] labels =
                IntStream.range(0, dataset.size()).mapToLong(dataset::label).toArray();
        int classes = network.outputShape().dim(0);
        this.images = new Representations(
                        PreprocessedImages.of(dataset, Preprocessing.none()),
                        Tensor.of(labels, labels.length),
                        Tensor.of(new float[labels.length], labels.length, 1),
                        Tensor.of(new float[labels.length * classes], labels.length, classes))
                .select(IntStream.range(0, count).toArray());
    }

    public static void main(String[] arguments) {
        ImageDataset dataset = Datasets.open(Path.of(arguments[1]), false);
        Network network = ModelReader.open(Path.of(arguments[0]))
                .network(PreprocessedImages.of(dataset, Preprocessing.none()).shape());
        int count = Integer.parseInt(arguments[2]);
        int dimensions = Integer.parseInt(arguments[3]);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            ProjectionBenchmark benchmark = new ProjectionBenchmark(engine, network, dataset, count);
            OUT.printf(
                    Locale.ROOT, "%,d parameters, %,d images, k = %,d%n", network.parameterCount(), count, dimensions);
            benchmark.factors();
            double bound = benchmark.factors();
            OUT.printf(Locale.ROOT, "%-28s %7.2f s%n", "factors alone", bound);
            List<Projection.Kind> kinds = arguments.length < 5
                    ? List.of(Projection.Kind.values())
                    : List.of(Projection.Kind.valueOf(arguments[4].toUpperCase(Locale.ROOT)));
            for (Projection.Kind kind : kinds) {
                double[] spent = benchmark.projected(kind, dimensions);
                OUT.printf(
                        Locale.ROOT,
                        "%-28s %7.2f s  %6.1f x the factors, %.2f s to draw%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        spent[1],
                        spent[1] / bound,
                        spent[0]);
            }
            double kronecker = benchmark.kronecker((int) Math.sqrt(dimensions));
            OUT.printf(
                    Locale.ROOT,
                    "%-28s %7.2f s  %6.1f x the factors (k for each layer)%n",
                    "kronecker",
                    kronecker,
                    kronecker / bound);
        }
    }

    private List<String> parameters() {
        return List.copyOf(network.parameters().keySet());
    }

    private double factors() {
        try (GradientBlocks blocks = new GradientBlocks(engine, network, last, parameters())) {
            long start = System.nanoTime();
            blocks.train(OutputFunction.LOG_ODDS, images, Progress.none(), (from, to, scope, layers) -> {});
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Seconds to draw the projection and to use it. */
    private double[] projected(Projection.Kind kind, int dimensions) {
        try (GradientRows rows = new GradientRows(engine, network, last, parameters())) {
            long start = System.nanoTime();
            try (Projection projection = Projection.of(engine, kind, rows.size(), dimensions, 0)) {
                long drawn = System.nanoTime();
                rows.train(OutputFunction.LOG_ODDS, images, Progress.none(), (from, block) -> {
                    DeviceArray features = projection.apply(block);
                    features.close();
                });
                return new double[] {(drawn - start) / 1e9, (System.nanoTime() - drawn) / 1e9};
            }
        }
    }

    private double kronecker(int side) {
        LayerProjections.Plan plan =
                new LayerProjections.Plan(Projection.Kind.NORMAL, side, Projection.Kind.NONE, side * side);
        try (GradientBlocks blocks = new GradientBlocks(engine, network, last, parameters());
                LayerProjections projections = new LayerProjections(LayerProjections.drawn(engine, plan, 0))) {
            long start = System.nanoTime();
            blocks.train(
                    OutputFunction.LOG_ODDS,
                    images,
                    Progress.none(),
                    (from, to, scope, layers) -> projections.apply(layers).forEach(DeviceArray::close));
            return (System.nanoTime() - start) / 1e9;
        }
    }
}

package dev.whence.engine.workspace;

import dev.whence.engine.ablation.AlteredNetwork;
import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.Pruning;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.attribution.pathkernel.HistoryTrajectory;
import dev.whence.engine.attribution.pathkernel.ParameterKernels;
import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.attribution.pathkernel.Quadrature;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.run.LabelledInputs;
import dev.whence.engine.training.run.PartRetraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks what the layers, channels and parameters of a trained network are good for. Results lie in the cache folder like
 * those of {@link DynamicsService}. Thread-safe.
 */
public final class ComponentService {

    /** More states than this are not swapped into. */
    private static final int MOST_STATES = 21;

    /** Parts of more states than this are not trained around. */
    private static final int RETRAINED_STATES = 5;

    /** About so many outputs are followed through the training. */
    private static final int NUMBERS = 600;

    private static final int FEWEST_TESTS = 8;
    private static final int PER_CLASS = 2;

    private final OpenedWorkspace workspace;
    private final ExecutionEngine engine;
    private final DynamicsService dynamics;
    private final StoredAnswers stored;

    ComponentService(OpenedWorkspace workspace, ExecutionEngine engine, DynamicsService dynamics) {
        this.workspace = workspace;
        this.engine = engine;
        this.dynamics = dynamics;
        stored = new StoredAnswers(dynamics);
    }

    /**
     * Test images of every class, fewer of each the more classes there are; sorted by class, those without a label last.
     */
    public int[] representatives() {
        ImageDataset images = workspace.images(Split.TEST);
        int classes = workspace.classifier().classes();
        int most = Math.min(PER_CLASS * classes, Math.max(FEWEST_TESTS, NUMBERS / classes));
        int[] taken = new int[classes + 1];
        int perClass = (most + classes - 1) / classes;
        return IntStream.range(0, images.size())
                .filter(i -> taken[place(images.label(i), classes)]++ < perClass)
                .limit(most)
                .boxed()
                .sorted((a, b) -> place(images.label(a), classes) - place(images.label(b), classes))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int place(int label, int classes) {
        return label < 0 || label >= classes ? classes : label;
    }

    /**
     * Importance of layers and channels for some test images, and how alike these are by what their parameters did.
     *
     * @throws dev.whence.engine.BadInputException if the history is not one of this classifier and its training images
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public ComponentReport report(
            HistoryFolder history, PathKernelOptions options, int checkpoints, Progress progress) {
        int[] tests = representatives();
        Network network = workspace.classifier().network();
        List<ParameterSet> layers = ParameterSet.layers(network);
        try (ParameterKernels kernels = kernels(history, tests, ofMagnitudes(options), checkpoints, progress)) {
            List<double[]> channels = new ArrayList<>();
            double[] importance = new double[layers.size()];
            for (int layer = 0; layer < importance.length; layer++) {
                importance[layer] = sum(kernels.importance(layers.get(layer)));
                channels.add(ParameterSet.channels(network, layers.get(layer).name()).stream()
                        .mapToDouble(channel -> sum(kernels.importance(channel)))
                        .toArray());
            }
            return new ComponentReport(
                    Arrays.stream(tests).boxed().toList(),
                    layers.stream().map(ParameterSet::name).toList(),
                    layers.stream().map(ParameterSet::size).toList(),
                    importance,
                    channels,
                    cosines(engine, kernels, network, progress),
                    kernels.choices());
        }
    }

    private ParameterKernels kernels(
            HistoryFolder history, int[] tests, PathKernelOptions options, int checkpoints, Progress progress) {
        return dynamics.parameterKernels(
                history, new ParameterKernelsRequest(tests, new int[0], true, options, checkpoints), progress);
    }

    /**
     * Takes gradients in the middle of each step unless a number of points is asked for: importance sums magnitudes over
     * many steps and outputs, and would gain nothing from points that are added until each step is exact.
     */
    static PathKernelOptions ofMagnitudes(PathKernelOptions options) {
        return options.quadrature() instanceof Quadrature.Adaptive ? options.with(Quadrature.fixed(1)) : options;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** How alike images are by the parameters of each layer, then by all, {@code [layers + 1][images][images]}. */
    static List<double[][]> cosines(
            ExecutionEngine engine, ParameterKernels kernels, Network network, Progress progress) {
        List<ParameterSet> sets = new ArrayList<>(ParameterSet.layers(network));
        sets.add(ParameterSet.all(network));
        return sets.stream()
                .map(set -> square(kernels.similarity(engine, set, progress)))
                .toList();
    }

    private static double[][] square(Tensor matrix) {
        int n = matrix.shape().dim(0);
        return IntStream.range(0, n)
                .mapToObj(row -> IntStream.range(0, n)
                        .mapToDouble(column -> matrix.get(row * n + column))
                        .toArray())
                .toArray(double[][]::new);
    }

    /**
     * How the trained network does on the test images without its less important parameters; all layers but the last.
     *
     * @throws dev.whence.engine.BadInputException if the history is not one of this classifier and its training images
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public PruningCurve prune(HistoryFolder history, PathKernelOptions options, int checkpoints, Progress progress) {
        PathKernelOptions used = ofMagnitudes(options);
        String words = "pruning; " + String.join(", ", used.words()) + "; checkpoints " + checkpoints;
        return stored.of(history, words, PruningCurve.class, () -> {
            Network network =
                    DynamicsService.network(history, workspace.classifier().network());
            List<ParameterSet> prunable = prunable(network);
            JudgedImages judged = JudgedImages.of(workspace);
            try (ParameterKernels kernels = kernels(history, representatives(), used, checkpoints, progress);
                    AlteredNetwork altered = judged.network(engine, network)) {
                float[] importance = kernels.importance(ParameterSet.all(network));
                float[] trained = history.parameters(history.steps());
                return new Pruning(altered, trained, prunable, judged.labels())
                        .measure(importance, workspace.spec().seed(), progress);
            }
        });
    }

    /** All layers with parameters but the one that gives the logits. */
    private List<ParameterSet> prunable(Network network) {
        String last = network.nodes().get(workspace.classifier().finalLayer()).name();
        List<ParameterSet> layers = ParameterSet.layers(network);
        List<ParameterSet> others =
                layers.stream().filter(layer -> !layer.name().equals(last)).toList();
        return others.size() == layers.size() ? layers.subList(0, layers.size() - 1) : others;
    }

    /**
     * What each layer of the trained network does in earlier states.
     *
     * @throws dev.whence.engine.BadInputException if the history is not one of this classifier
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public LayerSwap.Result swap(HistoryFolder history, Progress progress) {
        return stored.of(history, "swapping layers", LayerSwap.Result.class, () -> {
            Network network =
                    DynamicsService.network(history, workspace.classifier().network());
            int[] states = HistoryTrajectory.chosen(history.states(), MOST_STATES);
            JudgedImages judged = JudgedImages.of(workspace);
            try (AlteredNetwork altered = judged.network(engine, network)) {
                return new LayerSwap(altered, ParameterSet.layers(network), judged.labels())
                        .measure(history::parameters, states, progress);
            }
        });
    }

    /**
     * How far networks with random weights get that take over layers from earlier states, by training anew.
     *
     * @throws dev.whence.engine.BadInputException if the history is not one of this classifier and its training images
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public PartRetraining.Result retrain(HistoryFolder history, Progress progress) {
        dynamics.checkImages(history);
        return stored.of(history, "retraining of parts", PartRetraining.Result.class, () -> {
            Network network =
                    DynamicsService.network(history, workspace.classifier().network());
            boolean sums = dynamics.frequencies().isOfSums();
            JudgedImages judged = JudgedImages.of(workspace);
            return new PartRetraining(
                            engine,
                            network,
                            history,
                            new LabelledInputs(workspace.split(Split.TRAIN).inputs(), history.labels()),
                            new LabelledInputs(
                                    new SelectedInputs(
                                            workspace.split(Split.TEST).inputs(), judged.positions()),
                                    judged.labels()))
                    .measure(
                            RetrainedParts.of(ParameterSet.layers(network), sums),
                            HistoryTrajectory.chosen(history.states(), RETRAINED_STATES),
                            seed -> RetrainedParts.fresh(network, sums, seed),
                            progress);
        });
    }
}

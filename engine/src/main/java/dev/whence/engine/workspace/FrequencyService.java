package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.pathkernel.HistoryTrajectory;
import dev.whence.engine.attribution.pathkernel.ParameterKernels;
import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.frequency.EmbeddingSpectrum;
import dev.whence.engine.frequency.ModuloSums;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.history.HistoryFolder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks a network that adds modulo a number which waves it does so with. Thread-safe. */
public final class FrequencyService {

    /** More test inputs than this are not compared, evenly chosen by their sums. */
    private static final int MOST = 160;

    /** The embedding is looked at in not more states than this. */
    private static final int MOST_STATES = 51;

    private final OpenedWorkspace workspace;
    private final ExecutionEngine engine;
    private final DynamicsService dynamics;

    FrequencyService(OpenedWorkspace workspace, ExecutionEngine engine, DynamicsService dynamics) {
        this.workspace = workspace;
        this.engine = engine;
        this.dynamics = dynamics;
    }

    /** Whether the test inputs are sums modulo a number. */
    public boolean isOfSums() {
        return workspace.has(Split.TEST) && sums().isPresent();
    }

    private Optional<ModuloSums> sums() {
        return ModuloSums.of(workspace.split(Split.TEST).inputs(), workspace.images(Split.TEST)::label);
    }

    private ModuloSums required() {
        return sums().orElseThrow(() -> new BadInputException("The test inputs are no sums modulo a number, which"
                + " have frequencies; open those that whence example writes."));
    }

    /**
     * How alike the network finds sums; parameter kernels are found in the cache or computed.
     *
     * @throws BadInputException if the test inputs are no sums, or the history is not one of this classifier
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public SumReport report(HistoryFolder history, PathKernelOptions options, int checkpoints, Progress progress) {
        ModuloSums sums = required();
        int[] tests = chosen(sums.sums());
        Network network = workspace.classifier().network();
        List<ParameterSet> layers = ParameterSet.layers(network);
        ParameterKernelsRequest request = new ParameterKernelsRequest(
                tests, new int[0], false, ComponentService.ofMagnitudes(options), checkpoints);
        try (ParameterKernels kernels = dynamics.parameterKernels(history, request, progress)) {
            return new SumReport(
                    Arrays.stream(tests).boxed().toList(),
                    Arrays.stream(tests).map(test -> sums.sums()[test]).toArray(),
                    sums.modulus(),
                    layers.stream().map(ParameterSet::name).toList(),
                    ComponentService.cosines(engine, kernels, network, progress),
                    activations(network, layers, tests),
                    kernels.choices());
        }
    }

    /** Evenly chosen, sorted by the sum. */
    private static int[] chosen(int[] sums) {
        int[] sorted = IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> sums[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.of(JudgedImages.evenly(sorted.length, MOST))
                .map(place -> sorted[place])
                .toArray();
    }

    private List<double[][]> activations(Network network, List<ParameterSet> layers, int[] tests) {
        int[] nodes =
                layers.stream().mapToInt(layer -> network.indexOf(layer.name())).toArray();
        try (NetworkRunner runner = engine.load(network)) {
            Tensor batch = workspace.split(Split.TEST).inputs().batch(tests);
            return runner.values(batch, nodes).stream()
                    .map(values -> cosines(values, tests.length))
                    .toList();
        }
    }

    private static double[][] cosines(Tensor values, int rows) {
        int width = values.size() / rows;
        double[][] products = new double[rows][rows];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b <= a; b++) {
                for (int i = 0; i < width; i++) {
                    products[a][b] += values.get(a * width + i) * values.get(b * width + i);
                }
            }
        }
        double[][] cosines = new double[rows][rows];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b <= a; b++) {
                double lengths = Math.sqrt(products[a][a] * products[b][b]);
                cosines[a][b] = lengths > 0 ? products[a][b] / lengths : 0;
                cosines[b][a] = cosines[a][b];
            }
        }
        return cosines;
    }

    /**
     * Which frequencies the embedding holds, in some of the states that the history stores.
     *
     * @throws BadInputException if the test inputs are no sums, or the history is not one of this classifier
     */
    public EmbeddingSpectrum spectrum(HistoryFolder history, Progress progress) {
        int modulus = required().modulus();
        Network network =
                DynamicsService.network(history, workspace.classifier().network());
        ParameterSet first = ParameterSet.layers(network).get(0);
        ParameterGroup embedding = ParameterGroup.ofParameters(network).stream()
                .filter(group -> group.offset() == first.spans().get(0).from())
                .findFirst()
                .orElseThrow();
        int[] states = HistoryTrajectory.chosen(history.states(), MOST_STATES);
        double[][] shares = new double[modulus / 2][states.length];
        for (int s = 0; s < states.length; s++) {
            progress.checkCancelled();
            float[] row = history.parameters(states[s]);
            float[] weights = Arrays.copyOfRange(row, embedding.offset(), embedding.offset() + embedding.size());
            double[] found = EmbeddingSpectrum.shares(weights, embedding.shape().dim(1), modulus);
            for (int k = 0; k < found.length; k++) {
                shares[k][s] = found[k];
            }
            progress.update(s + 1, states.length, "states");
        }
        return new EmbeddingSpectrum(states, shares, first.name());
    }
}

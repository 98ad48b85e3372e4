package dev.whence.engine.ablation;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.attribution.pathkernel.ParameterSet.Span;
import dev.whence.engine.job.Progress;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Puts each layer of the trained network into earlier states of the training and looks at what that changes, after
 * ExPLAIND's swapping experiment (Eichin et al. 2025): a layer that helps long before the end was learnt late.
 */
public final class LayerSwap {

    private final AlteredNetwork network;
    private final List<ParameterSet> layers;
    private final int[] labels;

    /** @param labels of the network's images */
    public LayerSwap(AlteredNetwork network, List<ParameterSet> layers, int[] labels) {
        this.network = network;
        this.layers = List.copyOf(layers);
        this.labels = labels.clone();
    }

    /**
     * What swapping did.
     *
     * @param states looked at, ascending
     * @param layers names
     * @param own accuracy of each state as it was, 0 to 1
     * @param gained accuracy with the trained network's layer minus that of the state, {@code [layers][states]}
     * @param images how many images judged
     */
    public record Result(int[] states, List<String> layers, double[] own, double[][] gained, int images) {
        public Result {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Measures all layers in all states.
     *
     * @param parameters of a state
     * @param states to look at, ascending, the last one that of the trained network
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public Result measure(IntFunction<float[]> parameters, int[] states, Progress progress) {
        progress.stage("Swapping layers");
        float[] trained = parameters.apply(states[states.length - 1]);
        double[] own = new double[states.length];
        double[][] gained = new double[layers.size()][states.length];
        for (int s = 0; s < states.length; s++) {
            float[] before = parameters.apply(states[s]);
            own[s] = accuracy(before, progress);
            for (int layer = 0; layer < layers.size(); layer++) {
                gained[layer][s] = accuracy(swapped(before, trained, layers.get(layer)), progress) - own[s];
            }
            progress.update(s + 1, states.length, "states");
        }
        List<String> names = layers.stream().map(ParameterSet::name).toList();
        return new Result(states.clone(), names, own, gained, network.size());
    }

    private double accuracy(float[] parameters, Progress progress) {
        double[][] logits = network.logits(parameters, progress);
        return Verdict.of(logits, logits, labels, 0, labels.length).accuracy();
    }

    /** A state with one layer of the trained network. */
    static float[] swapped(float[] state, float[] trained, ParameterSet layer) {
        float[] swapped = state.clone();
        for (Span span : layer.spans()) {
            System.arraycopy(trained, span.from(), swapped, span.from(), span.to() - span.from());
        }
        return swapped;
    }
}

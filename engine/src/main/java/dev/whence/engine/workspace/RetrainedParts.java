package dev.whence.engine.workspace;

import dev.whence.engine.attribution.pathkernel.ParameterSet;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.zoo.StartingWeights;
import dev.whence.engine.training.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which layers are taken over from earlier states for retraining. For addition modulo a number they are those of ExPLAIND's
 * experiment: the outer ones are embedding, second linear layer and decoder. For other networks they are the first and the
 * last layer.
 */
final class RetrainedParts {

    private static final Set<String> OUTER = Set.of("embedding", "linear2", "decoder");
    private static final String ATTENTION = "attention.";
    private static final float SCALE = 0.1f;

    private RetrainedParts() {}

    /** @param sums whether the network adds modulo a number */
    static List<ParameterSet> of(List<ParameterSet> layers, boolean sums) {
        Predicate<ParameterSet> outer = sums && layers.stream().anyMatch(layer -> OUTER.contains(layer.name()))
                ? layer -> OUTER.contains(layer.name())
                : layer -> layer.equals(layers.get(0)) || layer.equals(layers.get(layers.size() - 1));
        List<ParameterSet> parts = new ArrayList<>();
        add(parts, "inner layers", layers, outer.negate());
        add(parts, "outer layers", layers, outer);
        if (sums) {
            add(parts, "attention only", layers, layer -> layer.name().startsWith(ATTENTION));
        }
        return parts;
    }

    private static void add(
            List<ParameterSet> parts, String name, List<ParameterSet> layers, Predicate<ParameterSet> taken) {
        List<ParameterSet.Span> spans = layers.stream()
                .filter(taken)
                .flatMap(layer -> layer.spans().stream())
                .toList();
        if (!spans.isEmpty()) {
            parts.add(new ParameterSet(name, spans));
        }
    }

    /** Random weights: a tenth of a normal distribution for sums, as in the experiment, else the usual ones. */
    static float[] fresh(Network network, boolean sums, int seed) {
        List<ParameterGroup> groups = ParameterGroup.ofParameters(network);
        if (!sums) {
            return ParameterGroup.join(
                    groups, StartingWeights.draw(network, seed).parameters());
        }
        Random random = new Random(seed);
        float[] row = new float[ParameterGroup.rowLength(groups)];
        for (int i = 0; i < row.length; i++) {
            row[i] = SCALE * (float) random.nextGaussian();
        }
        return row;
    }
}

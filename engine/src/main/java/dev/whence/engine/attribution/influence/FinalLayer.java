package dev.whence.engine.attribution.influence;

import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The final linear layer as a network of its own on the features, for derivatives by its parameters alone. */
final class FinalLayer {

    /** Position of the layer in the network that {@link #of} makes. */
    static final int OUTPUT = 1;

    private FinalLayer() {}

    /**
     * @param runner of the checkpoint's network
     * @return null if other parameters take part, if other layers share these, or if the features that are at hand are not
     *     those of this checkpoint
     */
    static @Nullable Network of(Checkpoint at, NetworkRunner runner) {
        Network network = at.network();
        int position = at.task().finalLayer();
        Node layer = network.nodes().get(position);
        Set<String> own = new HashSet<>(runner.weightsOf(position));
        boolean shared = IntStream.range(1, network.nodes().size())
                .filter(node -> node != position)
                .anyMatch(node -> runner.weightsOf(node).stream().anyMatch(own::contains));
        Shape features = network.nodes().get(layer.inputs().get(0)).shape();
        if (!(layer.op() instanceof Op.Linear)
                || features.rank() != 1
                || shared
                || !own.containsAll(at.parameters())
                || !network.equals(at.task().network())) {
            return null;
        }
        Map<String, Tensor> weights = new LinkedHashMap<>(network.parameters());
        weights.keySet().retainAll(own);
        return new Network(
                List.of(
                        new Node("features", new Op.Input(), List.of(), features),
                        new Node(layer.name(), layer.op(), List.of(0), layer.shape())),
                OUTPUT,
                weights,
                Map.of());
    }
}

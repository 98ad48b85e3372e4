package dev.whence.engine.attribution.trak;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Thinned copies of a network: its dropout layers multiply by one random mask that is the same for every image, so that
 * each copy is a network of its own and training and test images meet the same one (Deng et al. 2024).
 */
final class DropoutEnsemble {

    private DropoutEnsemble() {}

    /**
     * @param probability that a value is set to zero; the others grow by {@code 1 / (1 - probability)}
     * @param seed of the masks
     * @throws BadInputException if the network has no dropout layer
     */
    static Network thinned(Network network, double probability, long seed) {
        List<Node> nodes = new ArrayList<>(network.nodes());
        Map<String, Tensor> constants = new LinkedHashMap<>(network.buffers());
        boolean found = false;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op() instanceof Op.Dropout) {
                found = true;
                String name = node.name() + "/mask";
                constants.put(name, mask(node, probability, SplitMix.stream(seed, i)));
                nodes.set(i, new Node(node.name(), new Op.Affine(name, null), node.inputs(), node.shape()));
            }
        }
        if (!found) {
            throw new BadInputException(
                    "The network has no dropout layer to make an ensemble of; set dropout to 0 or give several checkpoints.");
        }
        return new Network(nodes, network.output(), network.parameters(), constants);
    }

    private static Tensor mask(Node node, double probability, long seed) {
        double[] values = new double[Math.toIntExact(node.shape().size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = SplitMix.uniform(seed, i) < probability ? 0 : 1 / (1 - probability);
        }
        return Tensor.of(values, node.shape().toArray());
    }
}

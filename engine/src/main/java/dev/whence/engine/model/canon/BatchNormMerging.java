package dev.whence.engine.model.canon;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.canon.FoldedWeights.ChannelMap;
import java.util.List;

/**
 * Folds batch normalisations into convolutions or fully connected layers next to them. With {@code k = gamma / sqrt(var +
 * eps)}: into the layer before, {@code w' = w k}, {@code b' = (b - mean) k + beta}; into the layers after, {@code w' = w k}
 * by input channel, {@code b' = b + w (beta - mean k)}. The function stays the same. The normalisation becomes an {@link
 * Op.Identity}, so that positions and names of all nodes stay.
 */
public final class BatchNormMerging {

    private final Network network;
    private final FoldedWeights folded;

    private BatchNormMerging(Network network) {
        this.network = network;
        this.folded = new FoldedWeights(network);
    }

    /**
     * Two layers to be merged.
     *
     * @param norm name of the batch normalisation
     * @param layer name of the convolution or fully connected layer right before or right after it
     */
    public record Pairing(String norm, String layer) {}

    /**
     * Merges each batch normalisation that stands right after a layer. Where the layer's value is used by others too, or
     * its weights by another layer, nothing is merged.
     */
    public static Network merge(Network network) {
        BatchNormMerging merging = new BatchNormMerging(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            if (merging.isNorm(i) && merging.fitsBefore(i)) {
                merging.mergeBackwards(i);
            }
        }
        return merging.folded.network();
    }

    /**
     * As {@link #merge}, and what is left is merged into the layers after it where all of its users are fully connected
     * layers or convolutions without padding: a padded zero would have to become {@code -shift / scale}.
     */
    public static Network mergeBothWays(Network network) {
        BatchNormMerging merging = new BatchNormMerging(merge(network));
        for (int i = 0; i < network.nodes().size(); i++) {
            if (merging.isNorm(i) && merging.fitsAfter(i)) {
                merging.mergeForwards(i);
            }
        }
        return merging.folded.network();
    }

    /**
     * Merges the named pairs only. A normalisation that is merged into the layers after it needs one pairing only; all of
     * its users are changed.
     *
     * @throws BadInputException if two layers cannot be merged without changing the function
     */
    public static Network merge(Network network, List<Pairing> pairings) {
        BatchNormMerging merging = new BatchNormMerging(network);
        for (Pairing pairing : pairings) {
            merging.merge(pairing);
        }
        return merging.folded.network();
    }

    private void merge(Pairing pairing) {
        int norm = position(pairing.norm());
        int layer = position(pairing.layer());
        if (network.nodes().get(norm).op() instanceof Op.BatchNorm) {
            if (folded.nodes().get(norm).inputs().contains(layer) && fitsBefore(norm)) {
                mergeBackwards(norm);
                return;
            }
            if (folded.users(norm).contains(layer) && fitsAfter(norm)) {
                mergeForwards(norm);
                return;
            }
        }
        throw new BadInputException("The layers " + pairing.norm() + " and " + pairing.layer()
                + " cannot be merged; name a batch normalisation and the convolution (without padding if it comes"
                + " after) or fully connected layer next to it.");
    }

    private int position(String name) {
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new BadInputException("There is no layer '" + name + "' to merge; see the list of layers.");
    }

    private boolean isNorm(int position) {
        return folded.nodes().get(position).op() instanceof Op.BatchNorm;
    }

    private boolean fitsBefore(int norm) {
        int layer = folded.nodes().get(norm).inputs().get(0);
        return layer != network.output()
                && folded.ownsWeights(layer)
                && isChannelwise(layer, norm)
                && folded.users(layer).size() == 1;
    }

    private boolean fitsAfter(int norm) {
        List<Integer> users = folded.users(norm);
        return norm != network.output()
                && !users.isEmpty()
                && users.stream()
                        .allMatch(user -> folded.ownsWeights(user)
                                && isUnpadded(folded.nodes().get(user))
                                && isChannelwise(user, norm));
    }

    /** Fully connected layers count their features along the last axis, normalisations along the first. */
    private boolean isChannelwise(int layer, int norm) {
        return folded.nodes().get(layer).op() instanceof Op.Conv2d
                || folded.nodes().get(norm).shape().rank() == 1;
    }

    private static boolean isUnpadded(Node node) {
        return !(node.op() instanceof Op.Conv2d conv) || conv.padding().equals(Op.Pair.of(0));
    }

    private void mergeBackwards(int norm) {
        Node node = folded.nodes().get(norm);
        folded.foldAfter(node.inputs().get(0), map(norm));
        folded.silence(norm);
    }

    private void mergeForwards(int norm) {
        ChannelMap map = map(norm);
        folded.users(norm).stream().distinct().forEach(user -> folded.foldBefore(user, map));
        folded.silence(norm);
    }

    private ChannelMap map(int norm) {
        return ChannelMap.of(network, (Op.BatchNorm) folded.nodes().get(norm).op());
    }
}

package dev.whence.engine.attribution;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import java.util.Optional;

/**
 * The classifier that is explained, before anything is computed with it.
 *
 * @param network its last state, the one explained
 * @param finalLayer position of the final layer in it
 * @param count states that methods may combine, the last one included
 */
public record ClassifierStates(Network network, int finalLayer, int count) {

    /** The name of the final layer's weight, which is multiplied with the features; absent if the layer is not linear. */
    public Optional<String> finalWeight() {
        return network.nodes().get(finalLayer).op() instanceof Op.Linear linear
                ? Optional.of(linear.weight())
                : Optional.empty();
    }
}

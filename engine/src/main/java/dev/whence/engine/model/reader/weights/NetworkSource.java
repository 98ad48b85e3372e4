package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.file.NetworkFiles;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network that Whence itself trained or exported; its image size is fixed. */
public final class NetworkSource implements ModelSource {

    private final Network network;

    private NetworkSource(Network network) {
        this.network = network;
    }

    /**
     * Reads {@code network.json} with the weights beside it.
     *
     * @throws BadInputException if one of them is missing or damaged
     */
    public static ModelSource read(Path layers) throws IOException {
        return new NetworkSource(NetworkFiles.read(layers, weights(NetworkFiles.weightsOf(layers))));
    }

    private static Map<String, Tensor> weights(Path file) throws IOException {
        try {
            return Safetensors.weights(file);
        } catch (BadInputException damaged) {
            throw new BadInputException(
                    file.getFileName() + " beside it cannot be used: " + damaged.sentence(), damaged);
        }
    }

    @Override
    public String format() {
        return "Whence network (network.json with safetensors)";
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public Optional<Shape> exampleInput() {
        return Optional.of(network.inputShape());
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(network.parameters());
        state.putAll(network.buffers());
        return state;
    }

    @Override
    public Reading read(Shape input, int batch) {
        if (!input.equals(network.inputShape())) {
            throw new BadInputException("the model was trained on images of " + network.inputShape() + ", not " + input
                    + "; set channels, resize or crop so that the images come out in that size");
        }
        return new Reading(network, List.of());
    }
}

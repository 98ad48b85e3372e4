package dev.whence.engine.model;

import java.nio.file.Path;

/**
 * An imported image classifier.
 *
 * @param file where it came from
 * @param sha256 of the file, 64 hex digits
 * @param network its layer graph for the input shape of the user's images
 * @param finalLayer position of the final linear layer; its input are the features
 * @param report how the import went
 */
public record Classifier(Path file, String sha256, Network network, int finalLayer, ImportReport report) {

    /** Number of classes. */
    public int classes() {
        return network.outputShape().dim(0);
    }

    /** The position of the node whose value are the features: the input of the final layer. */
    public int featureNode() {
        return network.nodes().get(finalLayer).inputs().get(0);
    }
}

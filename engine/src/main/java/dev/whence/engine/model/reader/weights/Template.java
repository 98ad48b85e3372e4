package dev.whence.engine.model.reader.weights;

import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** An architecture family: what the weights' names and sizes leave open is fixed here. */
interface Template {

    /** The family's name, for example {@code torchvision ResNet}. */
    String name();

    /** Whether the names look like this family, so that a misfit is worth explaining. */
    boolean resembles(Map<String, Tensor> weights);

    /** Adds all layers; returns the scores. */
    Object layers(TemplateLayers layers, Object image);
}

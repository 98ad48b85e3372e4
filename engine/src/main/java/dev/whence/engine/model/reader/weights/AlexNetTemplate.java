package dev.whence.engine.model.reader.weights;

import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** AlexNet as torchvision builds it. */
final class AlexNetTemplate implements Template {

    @Override
    public String name() {
        return "torchvision AlexNet";
    }

    @Override
    public boolean resembles(Map<String, Tensor> weights) {
        Tensor first = weights.get("features.0.weight");
        return first != null
                && first.shape().rank() == 4
                && first.shape().dim(-1) == 11
                && weights.containsKey("features.10.weight")
                && weights.containsKey("classifier.6.weight");
    }

    @Override
    public Object layers(TemplateLayers layers, Object image) {
        Object value = layers.relu("features.1", layers.conv("features.0", image, 4, 2));
        value = layers.maxPool("features.2", value, 3, 2, 0);
        value = layers.relu("features.4", layers.conv("features.3", value, 1, 2));
        value = layers.maxPool("features.5", value, 3, 2, 0);
        value = layers.relu("features.7", layers.conv("features.6", value, 1, 1));
        value = layers.relu("features.9", layers.conv("features.8", value, 1, 1));
        value = layers.relu("features.11", layers.conv("features.10", value, 1, 1));
        value = layers.maxPool("features.12", value, 3, 2, 0);
        value = layers.flatten(layers.averageTo("avgpool", value, 6));
        value = layers.linear("classifier.1", layers.dropout("classifier.0", value));
        value = layers.dropout("classifier.3", layers.relu("classifier.2", value));
        value = layers.relu("classifier.5", layers.linear("classifier.4", value));
        return layers.linear("classifier.6", value);
    }
}

package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** VGG 11, 13, 16 and 19 of torchvision, with and without batch normalisation. */
final class VggTemplate implements Template {

    /** Convolutions before each pooling. */
    private static final List<List<Integer>> PLANS =
            List.of(List.of(1, 1, 2, 2, 2), List.of(2, 2, 2, 2, 2), List.of(2, 2, 3, 3, 3), List.of(2, 2, 4, 4, 4));

    @Override
    public String name() {
        return "torchvision VGG";
    }

    @Override
    public boolean resembles(Map<String, Tensor> weights) {
        Tensor first = weights.get("features.0.weight");
        return first != null
                && first.shape().rank() == 4
                && first.shape().dim(-1) == 3
                && weights.containsKey("classifier.0.weight")
                && weights.containsKey("classifier.6.weight");
    }

    @Override
    public Object layers(TemplateLayers layers, Object image) {
        boolean norm = layers.has("features.1.running_mean");
        for (List<Integer> plan : PLANS) {
            if (fits(layers, plan, norm)) {
                return classifier(layers, features(layers, image, plan, norm));
            }
        }
        throw new BadInputException("its convolutions are not in the places of any VGG");
    }

    private static boolean fits(TemplateLayers layers, List<Integer> plan, boolean norm) {
        int index = 0;
        int found = 0;
        for (int count : plan) {
            for (int i = 0; i < count; i++) {
                found += layers.has("features." + index + ".weight") ? 1 : 0;
                index += norm ? 3 : 2;
            }
            index++;
        }
        int total = plan.stream().mapToInt(Integer::intValue).sum();
        int convolutions = 0;
        for (int i = 0; i < 100; i++) {
            boolean weighted = layers.has("features." + i + ".weight");
            convolutions += weighted && !layers.has("features." + i + ".running_mean") ? 1 : 0;
        }
        return found == total && convolutions == total;
    }

    private static Object features(TemplateLayers layers, Object image, List<Integer> plan, boolean norm) {
        Object value = image;
        int index = 0;
        for (int count : plan) {
            for (int i = 0; i < count; i++) {
                value = layers.conv("features." + index++, value, 1, 1);
                if (norm) {
                    value = layers.batchNorm("features." + index++, value);
                }
                value = layers.relu("features." + index++, value);
            }
            value = layers.maxPool("features." + index++, value, 2, 2, 0);
        }
        return value;
    }

    private static Object classifier(TemplateLayers layers, Object features) {
        Object value = layers.flatten(layers.averageTo("avgpool", features, 7));
        value = layers.relu("classifier.1", layers.linear("classifier.0", value));
        value = layers.linear("classifier.3", layers.dropout("classifier.2", value));
        value = layers.dropout("classifier.5", layers.relu("classifier.4", value));
        return layers.linear("classifier.6", value);
    }
}

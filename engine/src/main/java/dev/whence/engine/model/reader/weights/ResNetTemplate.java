package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/**
 * ResNet, wide ResNet and ResNeXt as torchvision builds them: blocks and groups follow from the weights, the stride sits
 * in the 3 x 3 convolution of a bottleneck.
 */
final class ResNetTemplate implements Template {

    @Override
    public String name() {
        return "torchvision ResNet";
    }

    @Override
    public boolean resembles(Map<String, Tensor> weights) {
        return weights.containsKey("conv1.weight")
                && weights.containsKey("layer1.0.conv1.weight")
                && weights.containsKey("fc.weight");
    }

    @Override
    public Object layers(TemplateLayers layers, Object image) {
        if (layers.size("conv1.weight", -1) != 7) {
            throw new BadInputException("its first convolution is " + layers.size("conv1.weight", -1) + " wide"
                    + " instead of 7, as in ResNets for small images, whose strides cannot be known from weights");
        }
        Object value = layers.relu("relu", layers.batchNorm("bn1", layers.conv("conv1", image, 2, 3)));
        value = layers.maxPool("maxpool", value, 3, 2, 1);
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; layers.has("layer" + stage + "." + block + ".conv1.weight"); block++) {
                value = block(layers, "layer" + stage + "." + block, value, stage > 1 && block == 0 ? 2 : 1);
            }
        }
        return layers.linear("fc", layers.flatten(layers.averageTo("avgpool", value, 1)));
    }

    private static Object block(TemplateLayers layers, String path, Object input, int stride) {
        boolean bottleneck = layers.has(path + ".conv3.weight");
        Object value = layers.conv(path + ".conv1", input, bottleneck ? 1 : stride, bottleneck ? 0 : 1);
        value = layers.relu(path + ".relu", layers.batchNorm(path + ".bn1", value));
        value = layers.batchNorm(path + ".bn2", layers.conv(path + ".conv2", value, bottleneck ? stride : 1, 1));
        if (bottleneck) {
            value = layers.relu(path + ".relu", value);
            value = layers.batchNorm(path + ".bn3", layers.conv(path + ".conv3", value, 1, 0));
        }
        Object shortcut = input;
        if (layers.has(path + ".downsample.0.weight")) {
            shortcut = layers.batchNorm(path + ".downsample.1", layers.conv(path + ".downsample.0", input, stride, 0));
        }
        return layers.relu(path + ".relu", layers.add(path + "/add", value, shortcut));
    }
}

package dev.whence.engine.model.zoo;

/** Networks with shortcuts. */
final class ResidualNetworks {

    private static final int SMALL_IMAGE = 64;

    private final LayerStack net;
    private final boolean normalised;

    /** @param normalised whether batch normalisation follows each convolution, which then has no bias */
    ResidualNetworks(LayerStack net, boolean normalised) {
        this.net = net;
        this.normalised = normalised;
    }

    void resNet9(int classes) {
        int value = block("conv1", 0, 64, 3, 1, 1);
        value = block("conv2", value, 128, 5, 2, 2);
        value = residual("residual1", value, 128);
        value = block("conv3", value, 256, 3, 1, 1);
        value = net.maxPool("pool1", value, 2, 2, 0);
        value = residual("residual2", value, 256);
        value = block("conv4", value, 128, 3, 1, 0);
        net.linear("fc", net.flatten("flatten", net.maxAll("pool2", value)), classes, false);
    }

    void resNet18(int classes) {
        int side = Math.min(net.shape(0).dim(1), net.shape(0).dim(2));
        int value;
        if (side < SMALL_IMAGE) {
            value = net.relu("relu", convolution("conv1", "bn1", 0, 64, 3, 1, 1));
        } else {
            value = net.relu("relu", convolution("conv1", "bn1", 0, 64, 7, 2, 3));
            value = net.maxPool("maxpool", value, 3, 2, 1);
        }
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; block < 2; block++) {
                int stride = stage > 1 && block == 0 ? 2 : 1;
                value = basicBlock("layer" + stage + "." + block, value, 32 << stage, stride);
            }
        }
        net.linear("fc", net.flatten("flatten", net.averageAll("avgpool", value)), classes);
    }

    private int basicBlock(String name, int from, int channels, int stride) {
        int value = net.relu(name + ".relu", convolution(name + ".conv1", name + ".bn1", from, channels, 3, stride, 1));
        value = convolution(name + ".conv2", name + ".bn2", value, channels, 3, 1, 1);
        boolean same = stride == 1 && net.shape(from).dim(0) == channels;
        int shortcut =
                same ? from : convolution(name + ".downsample.0", name + ".downsample.1", from, channels, 1, stride, 0);
        return net.relu(name + ".relu#2", net.sum(name + "/add", value, shortcut));
    }

    private int residual(String name, int from, int channels) {
        int value = block(name + ".0", from, channels, 3, 1, 1);
        return net.sum(name + "/add", from, block(name + ".1", value, channels, 3, 1, 1));
    }

    private int block(String name, int from, int channels, int kernel, int stride, int padding) {
        int value = convolution(name + ".conv", name + ".bn", from, channels, kernel, stride, padding);
        return net.relu(name + ".relu", value);
    }

    private int convolution(String name, String norm, int from, int channels, int kernel, int stride, int padding) {
        int value = net.conv(name, from, channels, kernel, stride, padding, false);
        return normalised ? net.batchNorm(norm, value) : value;
    }
}

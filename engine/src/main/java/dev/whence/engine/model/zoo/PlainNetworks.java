package dev.whence.engine.model.zoo;

/** Networks whose layers follow one another. */
final class PlainNetworks {

    private PlainNetworks() {}

    static void mlp(LayerStack net, int classes) {
        int hidden = net.relu("relu1", net.linear("fc1", net.flatten("flatten", 0), 128));
        net.linear("fc3", net.relu("relu2", net.linear("fc2", hidden, 64)), classes);
    }

    static void tinyCnn(LayerStack net, int classes) {
        int first = net.maxPool("pool1", net.relu("relu1", net.conv("conv1", 0, 6, 5, 1, 0)), 2, 2, 0);
        int second = net.maxPool("pool2", net.relu("relu2", net.conv("conv2", first, 12, 5, 1, 0)), 2, 2, 0);
        net.linear("fc", net.flatten("flatten", second), classes);
    }

    static void smallCnn(LayerStack net, int classes) {
        int first = net.maxPool("pool1", net.relu("relu1", net.conv("conv1", 0, 24, 3, 1, 1)), 2, 2, 0);
        int second = net.maxPool("pool2", net.relu("relu2", net.conv("conv2", first, 48, 3, 1, 1)), 2, 2, 0);
        int features = net.relu("relu3", net.linear("fc1", net.flatten("flatten", second), 96));
        net.linear("fc2", features, classes);
    }

    static void vggSmall(LayerStack net, int classes) {
        int value = 0;
        for (int stage = 1; stage <= 3; stage++) {
            int channels = 16 << stage;
            for (int layer = 1; layer <= 2; layer++) {
                String place = stage + "_" + layer;
                value = net.relu("relu" + place, net.conv("conv" + place, value, channels, 3, 1, 1));
            }
            value = net.maxPool("pool" + stage, value, 2, 2, 0);
        }
        int features = net.relu("relu4", net.linear("fc1", net.flatten("flatten", value), 128));
        net.linear("fc2", features, classes);
    }
}

package dev.whence.engine.attribution.dual;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stored features and certified optima; see the README beside the files. */
final class Golden {

    private Golden() {}

    static Map<String, Tensor> read(String name) {
        try {
            return NpzFile.readAll(
                    Path.of(Objects.requireNonNull(Golden.class.getResource("/goldens/dualxda/" + name + ".npz"))
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Representations representations(Map<String, Tensor> golden, String part) {
        return representations(
                golden.get("features_" + part), golden.get("labels_" + part), golden.get("logits_" + part));
    }

    static Representations representations(Tensor features, Tensor labels, Tensor logits) {
        return new Representations(new FeaturesAsInput(features), labels, features, logits);
    }

    /** A task for a network that consists of its final layer only, whose input are the features. */
    static AttributionTask task(Representations train) {
        int d = train.features().shape().dim(1);
        int k = train.classes();
        Network network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), Shape.of(d)),
                        new Node("fc", new Op.Linear("fc.weight", null), List.of(0), Shape.of(k))),
                1,
                Map.of("fc.weight", Tensor.of(new float[k * d], k, d)),
                Map.of());
        return new AttributionTask(network, 1, train, 7);
    }

    private record FeaturesAsInput(Tensor features) implements ModelInputs {

        @Override
        public int size() {
            return features.shape().dim(0);
        }

        @Override
        public Shape shape() {
            return Shape.of(features.shape().dim(1), 1, 1);
        }

        @Override
        public Tensor batch(int... indices) {
            int d = features.shape().dim(1);
            float[] picked = new float[indices.length * d];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(features.floats(), indices[i] * d, picked, i * d, d);
            }
            return Tensor.of(picked, indices.length, d, 1, 1);
        }
    }
}

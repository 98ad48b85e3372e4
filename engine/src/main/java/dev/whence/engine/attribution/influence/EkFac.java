package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The empirical Fisher matrix of each linear layer in the eigenbasis of its Kronecker factors, with its own variances there
 * (George et al. 2018, eq. 8 to 10; Grosse et al. 2023, eq. 20). A layer's gradient is the matrix {@code V [out, in (+ 1)]},
 * the bias's gradient its last column; {@code V <- Q_S [(Q_S^T V Q_A) / (Lambda + damping)] Q_A^T}.
 */
record EkFac(Checkpoint at, List<EkFacLayer> layers, double damping) implements InverseCurvature {

    static CurvatureMethod method(EkFacSettings settings) {
        return new Method(settings);
    }

    private record Method(EkFacSettings settings) implements CurvatureMethod {

        /** Of each linear layer in turn the weight, then the bias. */
        @Override
        public List<String> parameters(String text, AttributionTask task, Network network) {
            List<String> chosen = ParameterSelection.parse(text, network);
            List<String> linear = new ArrayList<>();
            for (Node node : network.nodes().subList(0, task.finalLayer() + 1)) {
                if (node.op() instanceof Op.Linear layer
                        && chosen.contains(layer.weight())
                        && !linear.contains(layer.weight())) {
                    linear.add(layer.weight());
                    if (layer.bias() != null && chosen.contains(layer.bias())) {
                        linear.add(layer.bias());
                    }
                }
            }
            if (linear.isEmpty()) {
                throw new BadInputException("EK-FAC needs the weight of a linear layer, and there is none among "
                        + String.join(", ", chosen) + "; choose other parameters or another method.");
            }
            return linear;
        }

        @Override
        public InverseCurvature fit(Checkpoint at, Progress progress) {
            return new EkFac(at, EkFacFit.layers(at, at.images(settings.images()), progress), settings.damping());
        }

        @Override
        public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
            List<EkFacLayer> layers = new ArrayList<>();
            for (String weight : EkFacLayer.weights(at)) {
                layers.add(EkFacLayer.restored(weight, at, state));
            }
            return new EkFac(at, layers, settings.damping());
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        layers.forEach(layer -> state.putAll(layer.state()));
        return state;
    }

    @Override
    public Map<String, String> facts() {
        long all = at.network().parameterCount();
        return Map.of(
                "Linear layers",
                String.format(Locale.ROOT, "%d, %.3g %% of the parameters", layers.size(), 100.0 * at.values() / all));
    }

    @Override
    public Product open() {
        return new Rotated();
    }

    private final class Rotated implements Product {

        private final Scope scope = at.task().requiredEngine().scope();
        private final List<EkFacLayer.OnDevice> opened =
                layers.stream().map(layer -> layer.on(scope, damping)).toList();

        @Override
        public DeviceArray times(DeviceArray gradients, Progress progress) {
            List<DeviceArray> columns = new ArrayList<>();
            int from = 0;
            for (EkFacLayer.OnDevice layer : opened) {
                progress.checkCancelled();
                int to = from + layer.values();
                columns.add(layer.times(gradients.slice(1, from, to)));
                from = to;
            }
            return DeviceArray.concat(1, columns);
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}

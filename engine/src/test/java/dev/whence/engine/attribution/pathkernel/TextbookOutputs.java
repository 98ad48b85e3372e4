package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.function.Function;

/** The log-softmax outputs of some test images and one row of gradients for each, in one pass. */
final class TextbookOutputs {

    private final PathNetwork network;
    private final Tensor repeated;
    private final DeviceArray classWeights;

    TextbookOutputs(PathNetwork network, Scope scope, ExplainedOutputs outputs, ModelInputs tests) {
        this.network = network;
        this.repeated = tests.batch(outputs.tests(0, outputs.size()));
        this.classWeights = scope.of(outputs.weights(0, outputs.size()));
    }

    DeviceArray values(Scope scope, DeviceArray parameters) {
        DeviceArray found =
                network.whole().state(scope.of(repeated), parameters).get(0);
        return found.multiply(classWeights).sum(false, 1);
    }

    DeviceArray gradients(Scope scope, Function<String, DeviceArray> weights) {
        return Rows.of(
                network.factors()
                        .of(
                                scope,
                                repeated,
                                weights,
                                logits ->
                                        classWeights.subtract(logits.softmax(1).multiply(classWeights.sum(true, 1)))),
                network.layout(),
                scope);
    }
}

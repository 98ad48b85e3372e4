package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.exec.VectorNetwork;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A network whose parameters are given anew at every step. Close it to free what it holds on the device. */
final class PathNetwork implements AutoCloseable {

    private final NetworkRunner runner;
    private final GradientFactors factors;
    private final VectorNetwork whole;
    private final OutputKind kind;

    PathNetwork(ExecutionEngine engine, Network network, int finalLayer, OutputKind kind) {
        this.runner = engine.load(network);
        this.kind = kind;
        this.whole = new VectorNetwork(runner, finalLayer, kind == OutputKind.LOG_SOFTMAX);
        this.factors = new GradientFactors(
                runner, finalLayer, List.copyOf(network.parameters().keySet()));
    }

    ParameterLayout layout() {
        return factors.layout();
    }

    GradientFactors factors() {
        return factors;
    }

    /** The network as a function of one vector; its outputs are those of the kind. */
    VectorNetwork whole() {
        return whole;
    }

    OutputKind kind() {
        return kind;
    }

    Scope scope() {
        return runner.engine().scope();
    }

    /** Weights by name, from a vector of all parameters; what is not a parameter comes from the network. */
    Function<String, DeviceArray> weights(DeviceArray parameters) {
        Map<String, DeviceArray> byName = layout().weights(parameters);
        return name -> byName.containsKey(name) ? byName.get(name) : runner.weight(name);
    }

    /** The norm of each parameter of a vector of all. */
    double[] norms(float[] parameters) {
        List<String> names = layout().names();
        double[] norms = new double[names.size()];
        int at = 0;
        for (int g = 0; g < norms.length; g++) {
            int end = at + runner.network().tensor(names.get(g)).size();
            double sum = 0;
            while (at < end) {
                sum += (double) parameters[at] * parameters[at];
                at++;
            }
            norms[g] = Math.sqrt(sum);
        }
        return norms;
    }

    static DeviceArray upload(Scope scope, float[] vector) {
        return scope.of(Tensor.of(vector, vector.length));
    }

    @Override
    public void close() {
        runner.close();
    }
}

package dev.whence.engine.exec;

import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Exact products of vectors with the Hessian of a batch's loss by the network's parameters, by differentiating twice. The
 * forward and the first backward pass are recorded once and serve every product. Belongs to the thread that made it.
 */
public final class HessianProduct implements AutoCloseable {

    private final Scope scope;
    private final List<DeviceArray> variables;
    private final List<DeviceArray> gradients;

    /**
     * @param runner of the network; not closed here
     * @param output the node whose values the loss is made of
     * @param parameters names in the order of the vectors' entries
     * @param batch network input, {@code [n, c, h, w]}
     * @param loss from the output's values {@code [n, k]} to one number, an array without axes
     */
    public HessianProduct(
            NetworkRunner runner, int output, List<String> parameters, Tensor batch, UnaryOperator<DeviceArray> loss) {
        scope = runner.engine().scope();
        Map<String, DeviceArray> byName = new LinkedHashMap<>();
        parameters.forEach(name -> byName.put(name, scope.variable(runner.weight(name))));
        variables = List.copyOf(byName.values());
        DeviceArray value = loss.apply(
                runner.evaluate(scope.of(batch), name -> byName.getOrDefault(name, runner.weight(name)), output)
                        .get(0));
        gradients = Autograd.gradients(List.of(value), variables, List.of(scope.scalar(1)), true);
    }

    /**
     * The Hessian times a vector.
     *
     * @param vector {@code [parameters]}
     * @return {@code [parameters]}, in the scope of the vector
     */
    public DeviceArray times(DeviceArray vector) {
        try (Scope work = vector.scope().open()) {
            List<DeviceArray> seeds = new ArrayList<>();
            int from = 0;
            for (DeviceArray variable : variables) {
                int size = Math.toIntExact(variable.shape().size());
                seeds.add(work.constant(vector)
                        .slice(0, from, from + size)
                        .reshape(variable.shape().toArray()));
                from += size;
            }
            List<DeviceArray> parts = new ArrayList<>();
            for (DeviceArray part : Autograd.gradients(gradients, variables, seeds, false)) {
                parts.add(part.reshape(-1));
            }
            return vector.scope().keep(DeviceArray.concat(0, parts));
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}

package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One linear layer's Fisher matrix in the eigenbasis of its factors.
 *
 * @param weight the layer's weight, {@code [out, in]}
 * @param bias whether the bias takes part; then inputs are followed by a 1
 * @param inputs eigenvectors of {@code A = mean a a^T} as columns, {@code [in (+ 1), in (+ 1)]}
 * @param outputs eigenvectors of {@code S = mean s s^T} as columns, {@code [out, out]}
 * @param variances the Fisher matrix's diagonal in that basis, {@code [out, in (+ 1)]}
 */
record EkFacLayer(String weight, boolean bias, Tensor inputs, Tensor outputs, Tensor variances) {

    /** The weights among a checkpoint's parameters, which come before their biases. */
    static List<String> weights(Checkpoint at) {
        return at.parameters().stream()
                .filter(name -> at.network().tensor(name).shape().rank() == 2)
                .toList();
    }

    /** Whether the parameter after a weight is the bias that belongs to it. */
    static boolean withBias(String weight, Checkpoint at) {
        int next = at.parameters().indexOf(weight) + 1;
        return next < at.parameters().size()
                && at.network().tensor(at.parameters().get(next)).shape().rank() == 1;
    }

    static EkFacLayer restored(String weight, Checkpoint at, Map<String, Tensor> state) {
        return new EkFacLayer(
                weight,
                withBias(weight, at),
                stored(state.get("inputs." + weight), weight),
                stored(state.get("outputs." + weight), weight),
                stored(state.get("variances." + weight), weight));
    }

    private static Tensor stored(@Nullable Tensor array, String weight) {
        if (array == null) {
            throw new BadInputException("The stored preparation lacks the Fisher matrix of " + weight + ".");
        }
        return array;
    }

    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("inputs." + weight, inputs);
        state.put("outputs." + weight, outputs);
        state.put("variances." + weight, variances);
        return state;
    }

    OnDevice on(Scope scope, double damping) {
        return new OnDevice(
                bias, scope.of(inputs), scope.of(outputs), scope.of(variances).add(damping));
    }

    /**
     * The same on a device.
     *
     * @param damped the variances plus the damping
     */
    record OnDevice(boolean bias, DeviceArray inputs, DeviceArray outputs, DeviceArray damped) {

        /** Entries of a gradient. */
        int values() {
            return damped.shape().dim(0) * damped.shape().dim(1);
        }

        /** @param gradients the weight's entries, row-major, then the bias's, {@code [n, values]} */
        DeviceArray times(DeviceArray gradients) {
            DeviceArray rotated =
                    outputs.transpose(0, 1).matmul(matrices(gradients)).matmul(inputs);
            return rows(outputs.matmul(rotated.divide(damped)).matmul(inputs.transpose(0, 1)));
        }

        private DeviceArray matrices(DeviceArray gradients) {
            int n = gradients.shape().dim(0);
            int out = damped.shape().dim(0);
            int in = damped.shape().dim(1);
            if (!bias) {
                return gradients.reshape(n, out, in);
            }
            int weights = out * (in - 1);
            return DeviceArray.concat(
                    2,
                    List.of(
                            gradients.slice(1, 0, weights).reshape(n, out, in - 1),
                            gradients.slice(1, weights, out * in).reshape(n, out, 1)));
        }

        private DeviceArray rows(DeviceArray matrices) {
            int n = matrices.shape().dim(0);
            int out = damped.shape().dim(0);
            int in = damped.shape().dim(1);
            if (!bias) {
                return matrices.reshape(n, out * in);
            }
            return DeviceArray.concat(
                    1,
                    List.of(
                            matrices.slice(2, 0, in - 1).reshape(n, out * (in - 1)),
                            matrices.slice(2, in - 1, in).reshape(n, out)));
        }
    }
}

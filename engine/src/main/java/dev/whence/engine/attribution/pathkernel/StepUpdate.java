package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ParameterLayout;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * A step taken apart.
 *
 * @param byGradients what loss gradients did, {@code [parameters]}
 * @param byDecay what weight decay did
 */
record StepUpdate(float[] byGradients, float[] byDecay) {

    /** The norm of what is missing of the true change, relative to that of the change; 0 if nothing changed. */
    double error(float[] before, float[] after) {
        double missing = 0;
        double all = 0;
        for (int i = 0; i < before.length; i++) {
            double change = (double) after[i] - before[i];
            double difference = change - byGradients[i] - byDecay[i];
            missing += difference * difference;
            all += change * change;
        }
        return all == 0 ? 0 : Math.sqrt(missing / all);
    }

    /**
     * What a step changes in some numbers.
     *
     * @param kernel by loss gradients, by parameter, {@code [m, groups]} row-major
     * @param regularisation by weight decay
     */
    record Effect(double[] kernel, double[] regularisation) {}

    /** @param gradients of the numbers, averaged over the step, {@code [m, parameters]} */
    Effect along(Scope work, ParameterLayout layout, DeviceArray gradients) {
        int size = byGradients.length;
        float[] both = Arrays.copyOf(byGradients, 2 * size);
        System.arraycopy(byDecay, 0, both, size, size);
        double[] all = HostValues.of(layout.innerProducts(work.of(Tensor.of(both, 2, size)), gradients));
        int half = all.length / 2;
        return new Effect(Arrays.copyOf(all, half), Arrays.copyOfRange(all, half, all.length));
    }
}

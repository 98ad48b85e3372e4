package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;

/** Small arrays as Java arrays. */
final class HostValues {

    private HostValues() {}

    static double[] of(DeviceArray array) {
        return array.toHost().toFloat64().doubles();
    }

    /** Adds an array of the same number of values. */
    static void addTo(double[] sum, DeviceArray array) {
        Tensor values = array.toHost();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values.get(i);
        }
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    static DeviceArray upload(Scope scope, double[] values, int... shape) {
        return scope.of(Tensor.of(values, shape));
    }
}

package dev.whence.engine.attribution.projected;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.tensor.Tensor;

/**
 * {@code Phi (F + d mean(diag F) I)^-1} of one layer with {@code F = Phi^T Phi / n}, or Phi alone.
 *
 * @param phi features of the training images, {@code [n, k]}
 * @param damping d
 */
record BlockKernel(DeviceArray phi, Curvature curvature, double damping) {

    /**
     * @param queries features of test images, {@code [m, k]}
     * @return {@code [n, m]}
     */
    DeviceArray times(DeviceArray queries) {
        DeviceArray columns = queries.transpose(0, 1);
        return phi.matmul(curvature == Curvature.IDENTITY ? columns : solved(columns));
    }

    /** Each training image with itself, {@code [n]}. */
    DeviceArray diagonal() {
        DeviceArray columns = phi.transpose(0, 1);
        DeviceArray other =
                curvature == Curvature.IDENTITY ? phi : solved(columns).transpose(0, 1);
        return phi.multiply(other).sum(false, 1);
    }

    private DeviceArray solved(DeviceArray columns) {
        int width = phi.shape().dim(1);
        DeviceArray fisher =
                phi.transpose(0, 1).matmul(phi).multiply(1.0 / phi.shape().dim(0));
        DeviceArray identity = phi.scope().of(identity(width));
        double mean = fisher.multiply(identity).sum().toHost().get(0) / width;
        if (mean == 0) {
            // No training image moves this layer: neither does it bear on any test image.
            return columns.multiply(0);
        }
        return fisher.add(identity.multiply(damping * mean)).solve(columns);
    }

    private static Tensor identity(int width) {
        double[] entries = new double[width * width];
        for (int d = 0; d < width; d++) {
            entries[d * width + d] = 1;
        }
        return Tensor.of(entries, width, width);
    }
}

package dev.whence.engine.attribution.trak;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.tensor.Tensor;

/**
 * {@code Phi (Phi^T Phi + lambda I)^-1}. With damping and more features than images the equal {@code (Phi Phi^T + lambda
 * I)^-1 Phi} is taken, whose system has the size of the images.
 *
 * @param phi features of the training images, {@code [n, k]}
 * @param damping lambda
 * @param normalised whether the inverse is divided by its mean absolute entry
 */
record FeatureKernel(DeviceArray phi, double damping, boolean normalised) {

    /**
     * @param queries {@code [m, k]}
     * @return {@code [n, m]}
     */
    DeviceArray times(DeviceArray queries) {
        DeviceArray columns = queries.transpose(0, 1);
        if (normalised) {
            return phi.matmul(inverse().matmul(columns));
        }
        return byImages()
                ? damped(phi.matmul(phi.transpose(0, 1))).solve(phi.matmul(columns))
                : phi.matmul(damped(phi.transpose(0, 1).matmul(phi)).solve(columns));
    }

    /** {@code phi_i^T (Phi^T Phi + lambda I)^-1 phi_i} for each image, {@code [n]}. */
    DeviceArray diagonal() {
        DeviceArray columns = phi.transpose(0, 1);
        DeviceArray solved;
        if (normalised) {
            solved = inverse().matmul(columns).transpose(0, 1);
        } else if (byImages()) {
            solved = damped(phi.matmul(columns)).solve(phi);
        } else {
            solved = damped(columns.matmul(phi)).solve(columns).transpose(0, 1);
        }
        return solved.multiply(phi).sum(false, 1);
    }

    private boolean byImages() {
        return damping > 0 && phi.shape().dim(1) > phi.shape().dim(0);
    }

    private DeviceArray inverse() {
        DeviceArray gram = damped(phi.transpose(0, 1).matmul(phi));
        DeviceArray inverse = gram.solve(diagonal(gram.shape().dim(0), 1));
        return inverse.divide(inverse.abs().mean(false, 0, 1));
    }

    private DeviceArray damped(DeviceArray gram) {
        return gram.add(diagonal(gram.shape().dim(0), damping));
    }

    private DeviceArray diagonal(int width, double value) {
        double[] entries = new double[width * width];
        for (int d = 0; d < width; d++) {
            entries[d * width + d] = value;
        }
        return phi.scope().of(Tensor.of(entries, width, width));
    }
}

package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.gradient.GramSystem;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.job.Progress;

/**
 * {@code Phi (Phi^T Phi + lambda I)^-1}. With more features than images the equal {@code (Phi Phi^T + lambda I)^-1 Phi} is
 * taken, whose system has the size of the images; without damping it is the pseudo-inverse, to which the former tends as
 * lambda does to 0.
 *
 * @param phi features of the training images, {@code [n, k]}
 * @param damping lambda
 * @param normalised whether the inverse is divided by its mean absolute entry
 */
record FeatureKernel(DeviceArray phi, double damping, boolean normalised) {

    /**
     * Stands for no damping where images may repeat each other, as a share of the mean diagonal: more than the rounding of
     * single precision, less than what would be seen in scores.
     */
    private static final double BARELY = 1e-6;

    /**
     * @param queries {@code [m, k]}
     * @return {@code [m, n]}
     */
    DeviceArray times(DeviceArray queries, Progress progress) {
        if (byImages()) {
            return system(phi.transpose(0, 1), progress).solve(queries.matmul(phi.transpose(0, 1)), progress);
        }
        DeviceArray solved = normalised
                ? queries.matmul(inverse(progress))
                : system(phi, progress).solve(queries, progress);
        return DeviceArray.concat(1, GramSystem.byBlocks(phi, progress, block -> solved.matmul(block.transpose(0, 1))));
    }

    /** {@code phi_i^T (Phi^T Phi + lambda I)^-1 phi_i} for each image, {@code [n]}. */
    DeviceArray diagonal(Progress progress) {
        if (normalised) {
            DeviceArray inverse = inverse(progress);
            return DeviceArray.concat(
                    0,
                    GramSystem.byBlocks(
                            phi,
                            progress,
                            block -> block.matmul(inverse).multiply(block).sum(false, 1)));
        }
        if (byImages()) {
            DeviceArray gram = GramSystem.gram(phi.transpose(0, 1), progress);
            DeviceArray solved = new GramSystem(damped(gram), progress).solve(gram, progress);
            return solved.multiply(GramSystem.diagonal(phi.scope(), gram.shape().dim(0), 1))
                    .sum(false, 1);
        }
        return system(phi, progress).squares(phi, progress);
    }

    private boolean byImages() {
        return !normalised && phi.shape().dim(1) > phi.shape().dim(0);
    }

    private GramSystem system(DeviceArray rows, Progress progress) {
        return new GramSystem(damped(GramSystem.gram(rows, progress)), progress);
    }

    private DeviceArray inverse(Progress progress) {
        int width = phi.shape().dim(1);
        DeviceArray inverse = system(phi, progress).solve(GramSystem.diagonal(phi.scope(), width, 1), progress);
        return inverse.divide(inverse.abs().mean(false, 0, 1));
    }

    private DeviceArray damped(DeviceArray gram) {
        int size = gram.shape().dim(0);
        double added = damping == 0 && byImages()
                ? BARELY * phi.multiply(phi).sum().toHost().get(0) / size
                : damping;
        return gram.add(GramSystem.diagonal(phi.scope(), size, added));
    }
}

package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.gradient.GramSystem;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.job.Progress;
import org.jspecify.annotations.Nullable;

/**
 * {@code Phi (F + d mean(diag F) I)^-1} of one layer with {@code F = Phi^T Phi / n}, or Phi alone.
 *
 * @param phi features of the training images, {@code [n, k]}
 * @param damping d
 */
record BlockKernel(DeviceArray phi, Curvature curvature, double damping) {

    /**
     * @param queries features of test images, {@code [m, k]}
     * @return {@code [m, n]}
     */
    DeviceArray times(DeviceArray queries, Progress progress) {
        DeviceArray solved = queries;
        if (curvature == Curvature.FISHER) {
            GramSystem system = system(progress);
            solved = system == null ? queries.multiply(0) : system.solve(queries, progress);
        }
        DeviceArray rows = solved;
        return DeviceArray.concat(1, GramSystem.byBlocks(phi, progress, block -> rows.matmul(block.transpose(0, 1))));
    }

    /** Each training image with itself, {@code [n]}. */
    DeviceArray diagonal(Progress progress) {
        GramSystem system = curvature == Curvature.FISHER ? system(progress) : null;
        return system == null ? phi.square().sum(false, 1) : system.squares(phi, progress);
    }

    /** Null if no training image moves this layer: then neither does it bear on any test image. */
    private @Nullable GramSystem system(Progress progress) {
        int width = phi.shape().dim(1);
        DeviceArray fisher =
                GramSystem.gram(phi, progress).multiply(1.0 / phi.shape().dim(0));
        DeviceArray identity = GramSystem.diagonal(phi.scope(), width, 1);
        double mean = fisher.multiply(identity).sum().toHost().get(0) / width;
        return mean == 0 ? null : new GramSystem(fisher.add(identity.multiply(damping * mean)), progress);
    }
}

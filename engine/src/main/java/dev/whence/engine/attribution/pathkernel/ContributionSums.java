package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.List;

/** Contributions of each training image to some numbers, summed over steps and parameters. */
final class ContributionSums implements StepSink {

    private final Trajectory trajectory;
    private final int numbers;
    private final int images;
    private double[] sums;

    ContributionSums(Trajectory trajectory, int numbers) {
        this.trajectory = trajectory;
        this.numbers = numbers;
        this.images = trajectory.images();
        this.sums = new double[Math.multiplyExact(numbers, images)];
    }

    @Override
    public void accept(StepParts step) {
        int[] batch = trajectory.batch(step.step());
        float[] values = step.contributions();
        int width = values.length / batch.length;
        for (int i = 0; i < values.length; i++) {
            sums[i % numbers * images + batch[i / width]] += values[i];
        }
    }

    @Override
    public List<Tensor> state() {
        return List.of(Tensor.of(sums.clone(), numbers, images));
    }

    @Override
    public boolean restore(int finished, List<Tensor> state, Progress progress) {
        sums = state.get(0).doubles().clone();
        return true;
    }

    /** {@code [numbers, images]}, row-major. */
    double[] sums() {
        return sums;
    }
}

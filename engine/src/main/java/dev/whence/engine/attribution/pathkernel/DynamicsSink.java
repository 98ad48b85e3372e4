package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the steps of some explained numbers on disk; its state says by checksums what must be there. */
final class DynamicsSink implements StepSink {

    private static final Logger LOG = LoggerFactory.getLogger(DynamicsSink.class);

    private final DynamicsWriter writer;
    private final CourseBuilder course;
    private final @Nullable UpdateCheck check;
    private final int first;
    private final int numbers;
    private final int[] points;
    private final double[][] norms;
    private final long[] sums;

    /** Steps from here on have arrived. */
    private int arrived;

    /** Steps from here on have a checksum. */
    private int summed;

    /**
     * @param check what else the sweep keeps on disk, if it does
     * @param first explained number
     * @param numbers how many of them
     */
    DynamicsSink(
            DynamicsWriter writer,
            CourseBuilder course,
            @Nullable UpdateCheck check,
            int first,
            int numbers,
            int steps,
            int groups) {
        this.writer = writer;
        this.course = course;
        this.check = check;
        this.first = first;
        this.numbers = numbers;
        points = new int[steps];
        norms = new double[steps][groups];
        sums = new long[steps];
        arrived = steps;
        summed = steps;
    }

    @Override
    public void accept(StepParts step) {
        PathKernel.requireFinite(
                Arrays.stream(step.kernel()).sum() + Arrays.stream(step.after()).sum(), "step " + step.step());
        writer.step(first, numbers, step);
        keep(step.step(), step.points(), step.parameterNorms());
    }

    private void keep(int step, int most, double[] parameterNorms) {
        course.step(step, most, parameterNorms);
        points[step] = most;
        norms[step] = parameterNorms.clone();
        arrived = step;
    }

    @Override
    public List<Tensor> state() {
        for (; summed > arrived; summed--) {
            sums[summed - 1] = sum(summed - 1);
        }
        if (arrived > 0) {
            // After the last step the result is nearly whole, and most often was so before anything could be lost.
            writer.force();
            if (check != null) {
                check.force();
            }
        }
        double[] all = Arrays.stream(norms).flatMapToDouble(Arrays::stream).toArray();
        return List.of(
                Tensor.of(points.clone(), points.length),
                Tensor.of(all, all.length),
                Tensor.of(sums.clone(), sums.length));
    }

    private long sum(int step) {
        CRC32 sum = new CRC32();
        writer.addTo(sum, first, numbers, step);
        if (check != null) {
            check.addTo(sum, step);
        }
        return sum.getValue();
    }

    @Override
    public boolean restore(int finished, List<Tensor> state, Progress progress) {
        int steps = points.length;
        long[] expected = state.get(2).longs();
        for (int step = steps - finished; step < steps; step++) {
            progress.checkCancelled();
            if (sum(step) != expected[step]) {
                LOG.warn("The unfinished dynamics in {} are damaged and are computed anew.", writer.folder());
                return false;
            }
        }
        int[] most = state.get(0).ints();
        double[] all = state.get(1).doubles();
        int groups = all.length / steps;
        for (int step = steps - 1; step >= steps - finished; step--) {
            keep(step, most[step], Arrays.copyOfRange(all, step * groups, (step + 1) * groups));
        }
        System.arraycopy(expected, 0, sums, 0, steps);
        summed = arrived;
        return true;
    }
}

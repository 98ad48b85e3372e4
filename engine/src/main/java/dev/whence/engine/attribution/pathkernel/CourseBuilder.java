package dev.whence.engine.attribution.pathkernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Collects what belongs to the training itself. */
final class CourseBuilder {

    private final Trajectory trajectory;
    private final int[][] batches;
    private final double[][] norms;
    private double[] updateError = new double[0];
    private final int[] points;

    CourseBuilder(Trajectory trajectory, int groups) {
        this.trajectory = trajectory;
        int steps = trajectory.steps();
        batches = IntStream.range(0, steps).mapToObj(trajectory::batch).toArray(int[][]::new);
        norms = new double[groups][steps + 1];
        points = new int[steps];
    }

    int[][] batches() {
        return batches;
    }

    /**
     * @param most points at which gradients were averaged
     * @param parameterNorms before the step, {@code [groups]}
     */
    void step(int step, int most, double[] parameterNorms) {
        points[step] = Math.max(points[step], most);
        put(step, parameterNorms);
    }

    /**
     * @param parameterNorms of the trained network
     * @param errors of the updates
     */
    void end(double[] parameterNorms, double[] errors) {
        put(batches.length, parameterNorms);
        updateError = errors.clone();
    }

    private void put(int state, double[] own) {
        for (int g = 0; g < own.length; g++) {
            norms[g][state] = own[g];
        }
    }

    TrainingCourse build() {
        int[] labels = new int[trajectory.images()];
        Arrays.fill(labels, -1);
        for (int s = 0; s < batches.length; s++) {
            int[] own = trajectory.labels(s);
            for (int i = 0; i < own.length; i++) {
                labels[batches[s][i]] = own[i];
            }
        }
        IntStream all = IntStream.range(0, batches.length);
        double[] rates = all.mapToDouble(trajectory::learningRate).toArray();
        double[] losses =
                IntStream.range(0, batches.length).mapToDouble(trajectory::loss).toArray();
        double[] accuracies = IntStream.range(0, batches.length)
                .mapToDouble(trajectory::accuracy)
                .toArray();
        return new TrainingCourse(batches, labels, rates, losses, accuracies, norms, updateError, points);
    }
}

package dev.whence.engine.attribution.pathkernel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How some numbers of a trained network came about. Explained numbers are counted test by test, {@code test * perTest +
 * number}. Only what is asked for is read from disk; immutable and thread-safe.
 *
 * <p>For every number, up to rounding: the sum of all contributions plus the sum of all regularisation plus the number
 * before training is the {@linkplain #predicted reconstruction} of the trained network's number.
 */
public final class Dynamics implements AutoCloseable {

    private final DynamicsInfo info;
    private final TrainingCourse course;
    private final int[] starts;
    private final ColumnFile contributions;
    private final ColumnFile images;
    private final ColumnFile kernel;
    private final ColumnFile regularisation;
    private final ColumnFile residual;
    private final ColumnFile values;

    private Dynamics(Path folder) {
        info = DynamicsFiles.readInfo(folder);
        course = DynamicsFiles.readCourse(folder);
        starts = starts(course.batches());
        long rows = info.outputs().size();
        long groups = info.groups().size();
        long seen = starts[info.steps()];
        contributions = ColumnFile.open(folder.resolve(DynamicsFiles.CONTRIBUTIONS), rows, seen * groups);
        images = ColumnFile.open(folder.resolve(DynamicsFiles.IMAGES), rows, seen);
        kernel = ColumnFile.open(folder.resolve(DynamicsFiles.KERNEL), rows, info.steps() * groups);
        regularisation = ColumnFile.open(folder.resolve(DynamicsFiles.REGULARISATION), rows, info.steps() * groups);
        residual = ColumnFile.open(folder.resolve(DynamicsFiles.RESIDUAL), rows, info.steps());
        values = ColumnFile.open(folder.resolve(DynamicsFiles.VALUES), rows, info.steps() + 1L);
    }

    /**
     * Opens a result.
     *
     * @throws dev.whence.engine.BadInputException if a file is missing or incomplete, naming it
     */
    public static Dynamics open(Path folder) {
        return new Dynamics(folder);
    }

    /** Whether a folder holds a result. */
    public static boolean isOne(Path folder) {
        return DynamicsFiles.present(folder);
    }

    static int[] starts(int[][] batches) {
        int[] starts = new int[batches.length + 1];
        for (int s = 0; s < batches.length; s++) {
            starts[s + 1] = Math.addExact(starts[s], batches[s].length);
        }
        return starts;
    }

    public DynamicsInfo info() {
        return info;
    }

    public TrainingCourse course() {
        return course;
    }

    /** The place of a number among all. */
    public int indexOf(int test, int number) {
        return test * info.outputs().perTest() + number;
    }

    /** How a number changed from step to step. */
    public NumberCourse course(int index) {
        int steps = info.steps();
        return new NumberCourse(
                widened(values.read(index, 0, steps + 1)),
                byStep(kernel.read(index, 0, steps * info.groups().size())),
                byStep(regularisation.read(index, 0, steps * info.groups().size())),
                widened(residual.read(index, 0, steps)));
    }

    /** The number before training. */
    public double initial(int index) {
        return values.read(index, 0, 1)[0];
    }

    /** The trained network's own number. */
    public double actual(int index) {
        return values.read(index, info.steps(), 1)[0];
    }

    /** The trained network's number put together from the contributions of all images, weight decay and its beginning. */
    public double predicted(int index) {
        double sum = initial(index);
        for (double step : course(index).regularisationPerStep()) {
            sum += step;
        }
        for (float contribution : images.read(index, 0, starts[info.steps()])) {
            sum += contribution;
        }
        return sum;
    }

    /** What each training image contributed to a number, through all parameters. */
    public ImageContributions contributions(int index) {
        float[][] own = new float[info.steps()][];
        float[] all = images.read(index, 0, starts[info.steps()]);
        for (int s = 0; s < own.length; s++) {
            own[s] = Arrays.copyOfRange(all, starts[s], starts[s + 1]);
        }
        return new ImageContributions(course.batches(), info.images(), own);
    }

    /** What each training image contributed to a number through one parameter. */
    public ImageContributions contributions(int index, int group) {
        int groups = info.groups().size();
        float[][] own = new float[info.steps()][];
        for (int s = 0; s < own.length; s++) {
            int batch = starts[s + 1] - starts[s];
            float[] all = contributions.read(index, (long) starts[s] * groups, batch * groups);
            own[s] = new float[batch];
            for (int i = 0; i < batch; i++) {
                own[s][i] = all[i * groups + group];
            }
        }
        return new ImageContributions(course.batches(), info.images(), own);
    }

    /** Contributions to a number summed over training images and steps, by parameter, {@code [groups]}. */
    public double[] byGroup(int index) {
        int groups = info.groups().size();
        double[] sums = new double[groups];
        for (int s = 0; s < info.steps(); s++) {
            int batch = starts[s + 1] - starts[s];
            float[] all = contributions.read(index, (long) starts[s] * groups, batch * groups);
            for (int i = 0; i < all.length; i++) {
                sums[i % groups] += all[i];
            }
        }
        return sums;
    }

    private double[][] byStep(float[] rows) {
        int groups = info.groups().size();
        return IntStream.range(0, info.steps())
                .mapToObj(s -> IntStream.range(0, groups)
                        .mapToDouble(g -> rows[s * groups + g])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[] widened(float[] narrow) {
        return IntStream.range(0, narrow.length).mapToDouble(i -> narrow[i]).toArray();
    }

    @Override
    public void close() {
        contributions.close();
        images.close();
        kernel.close();
        regularisation.close();
        residual.close();
        values.close();
    }
}

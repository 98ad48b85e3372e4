package dev.whence.engine.attribution.pathkernel;

import java.nio.file.Path;

/** Writes steps as they come, last step first, for the explained numbers from one on. */
final class DynamicsWriter implements AutoCloseable {

    private final DynamicsInfo info;
    private final int[] starts;
    private final ColumnFile contributions;
    private final ColumnFile images;
    private final ColumnFile kernel;
    private final ColumnFile regularisation;
    private final ColumnFile residual;
    private final ColumnFile values;

    /**
     * @param folder new and empty
     * @param starts position of each step's first image among the images of all batches, and one past the last
     */
    DynamicsWriter(Path folder, DynamicsInfo info, int[] starts) {
        this.info = info;
        this.starts = starts.clone();
        long groups = info.groups().size();
        long seen = starts[info.steps()];
        contributions = ColumnFile.create(folder.resolve(DynamicsFiles.CONTRIBUTIONS), seen * groups);
        images = ColumnFile.create(folder.resolve(DynamicsFiles.IMAGES), seen);
        kernel = ColumnFile.create(folder.resolve(DynamicsFiles.KERNEL), info.steps() * groups);
        regularisation = ColumnFile.create(folder.resolve(DynamicsFiles.REGULARISATION), info.steps() * groups);
        residual = ColumnFile.create(folder.resolve(DynamicsFiles.RESIDUAL), info.steps());
        values = ColumnFile.create(folder.resolve(DynamicsFiles.VALUES), info.steps() + 1L);
    }

    /**
     * @param first explained number that the parts begin with
     * @param m how many of them
     */
    void step(int first, int m, StepParts parts) {
        int groups = info.groups().size();
        int batch = starts[parts.step() + 1] - starts[parts.step()];
        float[] sums = sums(parts.contributions(), batch, groups, m);
        long at = starts[parts.step()];
        float[] byDecay = narrowed(parts.regularisation());
        float[] missed = narrowed(parts.residual());
        float[] after = narrowed(parts.after());
        kernel(first, m, parts.step(), parts.kernel());
        for (int j = 0; j < m; j++) {
            contributions.write(first + j, at * groups, parts.contributions(), j, m, batch * groups);
            images.write(first + j, at, sums, j, m, batch);
            regularisation.write(first + j, (long) parts.step() * groups, byDecay, j * groups, 1, groups);
            residual.write(first + j, parts.step(), missed, j, 1, 1);
            values.write(first + j, parts.step() + 1L, after, j, 1, 1);
        }
    }

    /**
     * The changes of a step by loss gradients, once more.
     *
     * @param values {@code [m, groups]}
     */
    void kernel(int first, int m, int step, double[] values) {
        int groups = info.groups().size();
        float[] narrowed = narrowed(values);
        for (int j = 0; j < m; j++) {
            kernel.write(first + j, (long) step * groups, narrowed, j * groups, 1, groups);
        }
    }

    /** The explained numbers before training. */
    void initial(int first, double[] numbers) {
        float[] narrowed = narrowed(numbers);
        for (int j = 0; j < narrowed.length; j++) {
            values.write(first + j, 0, narrowed, j, 1, 1);
        }
    }

    /** Sums over parameters, {@code [batch, m]}. */
    private static float[] sums(float[] contributions, int batch, int groups, int m) {
        float[] sums = new float[batch * m];
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < m; j++) {
                double sum = 0;
                for (int g = 0; g < groups; g++) {
                    sum += contributions[(i * groups + g) * m + j];
                }
                sums[i * m + j] = (float) sum;
            }
        }
        return sums;
    }

    private static float[] narrowed(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return narrowed;
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

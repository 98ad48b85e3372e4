package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Writes steps as they come, last step first, for the explained numbers from one on. */
final class DynamicsWriter implements AutoCloseable {

    private final Path folder;
    private final DynamicsInfo info;
    private final int[] starts;
    private final ColumnFile contributions;
    private final ColumnFile images;
    private final ColumnFile kernel;
    private final ColumnFile regularisation;
    private final ColumnFile residual;
    private final ColumnFile values;
    private @Nullable ColumnFile explained;

    /**
     * @param folder empty, or with what an earlier attempt wrote
     * @param starts position of each step's first image among the images of all batches, and one past the last
     */
    DynamicsWriter(Path folder, DynamicsInfo info, int[] starts) {
        this.folder = folder;
        this.info = info;
        this.starts = starts.clone();
        long groups = info.groups().size();
        long seen = starts[info.steps()];
        contributions = grow(DynamicsFiles.CONTRIBUTIONS, seen * groups);
        images = grow(DynamicsFiles.IMAGES, seen);
        kernel = grow(DynamicsFiles.KERNEL, info.steps() * groups);
        regularisation = grow(DynamicsFiles.REGULARISATION, info.steps() * groups);
        residual = grow(DynamicsFiles.RESIDUAL, info.steps());
        values = grow(DynamicsFiles.VALUES, info.steps() + 1L);
    }

    private ColumnFile grow(String name, long width) {
        return ColumnFile.grow(folder.resolve(name), info.outputs().size(), width);
    }

    /** Where everything goes. */
    Path folder() {
        return folder;
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
        changes(kernel, first, m, parts.step(), parts.kernel());
        for (int j = 0; j < m; j++) {
            contributions.write(first + j, at * groups, parts.contributions(), j, m, batch * groups);
            images.write(first + j, at, sums, j, m, batch);
            regularisation.write(first + j, (long) parts.step() * groups, byDecay, j * groups, 1, groups);
            residual.write(first + j, parts.step(), missed, j, 1, 1);
            values.write(first + j, parts.step() + 1L, after, j, 1, 1);
        }
    }

    /** Adds everything that {@link #step} wrote to a checksum. */
    void addTo(CRC32 sum, int first, int m, int step) {
        int groups = info.groups().size();
        int batch = starts[step + 1] - starts[step];
        for (int j = first; j < first + m; j++) {
            contributions.addTo(sum, j, (long) starts[step] * groups, batch * groups);
            images.addTo(sum, j, starts[step], batch);
            kernel.addTo(sum, j, (long) step * groups, groups);
            regularisation.addTo(sum, j, (long) step * groups, groups);
            residual.addTo(sum, j, step, 1);
            values.addTo(sum, j, step + 1L, 1);
        }
    }

    /**
     * The changes of a step by loss gradients as far as the batches explain them.
     *
     * @param changes {@code [m, groups]}; absent for those that were recorded
     */
    void explained(int first, int m, int step, double @Nullable [] changes) {
        ColumnFile own = explained();
        if (changes != null) {
            changes(own, first, m, step, changes);
            return;
        }
        int groups = info.groups().size();
        for (int j = first; j < first + m; j++) {
            own.write(j, (long) step * groups, kernel.read(j, (long) step * groups, groups), 0, 1, groups);
        }
    }

    /** Adds what {@link #explained} wrote to a checksum. */
    void addExplainedTo(CRC32 sum, int first, int m, int step) {
        int groups = info.groups().size();
        for (int j = first; j < first + m; j++) {
            explained().addTo(sum, j, (long) step * groups, groups);
        }
    }

    private ColumnFile explained() {
        ColumnFile own = explained;
        if (own == null) {
            own = grow(
                    DynamicsFiles.EXPLAINED, (long) info.steps() * info.groups().size());
            explained = own;
        }
        return own;
    }

    private void changes(ColumnFile file, int first, int m, int step, double[] values) {
        int groups = info.groups().size();
        float[] narrowed = narrowed(values);
        for (int j = 0; j < m; j++) {
            file.write(first + j, (long) step * groups, narrowed, j * groups, 1, groups);
        }
    }

    /** The explained numbers before training. */
    void initial(int first, double[] numbers) {
        float[] narrowed = narrowed(numbers);
        for (int j = 0; j < narrowed.length; j++) {
            values.write(first + j, 0, narrowed, j, 1, 1);
        }
    }

    /** Forces everything to the disk. */
    void force() {
        List.of(contributions, images, kernel, regularisation, residual, values).forEach(ColumnFile::force);
        if (explained != null) {
            explained.force();
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

    /** When everything is written: what the batches explain takes the place of what was recorded, where they differ. */
    static void finish(Path folder) {
        Path explained = folder.resolve(DynamicsFiles.EXPLAINED);
        try {
            if (Files.exists(explained)) {
                Files.move(explained, folder.resolve(DynamicsFiles.KERNEL), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot write to " + folder + "; check that its disk is there and allows writing.", e);
        }
    }

    @Override
    public void close() {
        contributions.close();
        images.close();
        kernel.close();
        regularisation.close();
        residual.close();
        values.close();
        if (explained != null) {
            explained.close();
        }
    }
}

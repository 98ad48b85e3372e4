package dev.whence.engine.job;

import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Collects one row of numbers for each of many images, block by block and in order. Starts with the rows that an earlier
 * attempt has finished; a pass that goes on from {@link #first()} in the same blocks gives the same bits as one that was
 * never stopped. Not thread-safe.
 */
public final class RowPass {

    /** Name of the pass whose rows are a method's scores, {@code [train, tests]}, final as soon as they are finished. */
    public static final String SCORES = "scores";

    private final int count;
    private final RowKeeper keeper;
    private int finished;
    private @Nullable Tensor rows;

    /**
     * @param name of the pass within its work, of letters, digits and underscores
     * @param count how many rows there will be
     */
    public RowPass(String name, int count, Progress progress) {
        this.count = count;
        this.keeper = progress.rows(name, count);
        Tensor kept = keeper.kept();
        if (kept != null && kept.shape().rank() == 2 && kept.shape().dim(0) <= count) {
            add(0, kept);
        }
    }

    /** Where to start: the number of rows that are finished. */
    public int first() {
        return finished;
    }

    /**
     * Takes a finished block, which must follow those before.
     *
     * @param block {@code [rows, width]} in float32 or float64, all blocks alike
     */
    public void take(int from, Tensor block) {
        add(from, block);
        keeper.keep(from, block);
    }

    /** All rows, {@code [count, width]}, in the precision of the blocks. */
    public Tensor rows() {
        if (rows == null || finished != count) {
            throw new IllegalStateException(finished + " of " + count + " rows are finished");
        }
        return rows;
    }

    private void add(int from, Tensor block) {
        if (from != finished) {
            throw new IllegalStateException("rows from " + from + " do not follow " + finished + " finished ones");
        }
        Shape shape = block.shape();
        int width = shape.dim(1);
        if (rows == null) {
            int size = Math.multiplyExact(count, width);
            rows = block.type() == ElementType.FLOAT32
                    ? Tensor.of(new float[size], count, width)
                    : Tensor.of(new double[size], count, width);
        }
        Object from0 = block.type() == ElementType.FLOAT32 ? block.floats() : block.doubles();
        Object to = rows.type() == ElementType.FLOAT32 ? rows.floats() : rows.doubles();
        System.arraycopy(from0, 0, to, from * width, block.size());
        finished += shape.dim(0);
    }
}

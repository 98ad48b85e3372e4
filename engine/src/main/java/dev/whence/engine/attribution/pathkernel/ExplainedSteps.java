package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the steps are that are explained as the batches do, first step first, and by checksums what must be on disk. */
final class ExplainedSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ExplainedSteps.class);

    private final DynamicsWriter writer;
    private final TermMemory memory;
    private final int first;
    private final int numbers;
    private final long[] sums;
    private int summed;

    /**
     * @param memory of the optimiser after the latest step
     * @param first explained number
     * @param numbers how many of them
     */
    ExplainedSteps(DynamicsWriter writer, TermMemory memory, int first, int numbers, int steps) {
        this.writer = writer;
        this.memory = memory;
        this.first = first;
        this.numbers = numbers;
        sums = new long[steps];
    }

    /** @param finished how many steps are on disk */
    List<Tensor> state(int finished) {
        for (; summed < finished; summed++) {
            sums[summed] = sum(summed);
        }
        return List.of(Tensor.of(sums.clone(), sums.length), memory.state());
    }

    private long sum(int step) {
        CRC32 sum = new CRC32();
        writer.addExplainedTo(sum, first, numbers, step);
        return sum.getValue();
    }

    /** @return how many steps are on disk */
    int restore(StateKeeper.@Nullable State kept, Progress progress) {
        if (kept == null) {
            return 0;
        }
        int finished = (int) kept.step();
        long[] expected = kept.arrays().get(0).longs();
        for (int step = 0; step < finished; step++) {
            progress.checkCancelled();
            if (sum(step) != expected[step]) {
                LOG.warn("The unfinished dynamics in {} are damaged and are computed anew.", writer.folder());
                return 0;
            }
        }
        System.arraycopy(expected, 0, sums, 0, finished);
        summed = finished;
        memory.restore(kept.arrays().get(1));
        return finished;
    }
}

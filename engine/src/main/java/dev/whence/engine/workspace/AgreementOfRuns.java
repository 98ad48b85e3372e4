package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.evaluation.AgreementMatrix;
import dev.whence.engine.evaluation.AgreementTally;
import dev.whence.engine.job.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far several runs agree over any number of test images. Scores are computed for as many images at a time as memory
 * is for, because many methods answer several questions in one pass over the training images.
 *
 * @param runs two or more
 * @param k how many of the strongest images are compared on either side
 */
public record AgreementOfRuns(Workspace workspace, List<MethodRun<?>> runs, Target target, int k) {

    /** Scores that are held at a time, in all. */
    private static final int HELD = 1 << 25;

    public AgreementOfRuns {
        runs = List.copyOf(runs);
    }

    /** Is told of each test image. */
    @FunctionalInterface
    public interface Each {
        /**
         * @param test position of the test image
         * @param agreement {@code [runs][runs]}
         */
        void found(int test, Agreement[][] agreement);
    }

    /**
     * @param tests positions of the test images
     * @throws dev.whence.engine.job.CancelledException soon after the progress says so
     */
    public AgreementMatrix over(int[] tests, Each each, Progress progress) {
        int train = workspace.images(Split.TRAIN).size();
        int block = Math.max(1, HELD / Math.max(1, runs.size() * train));
        AgreementTally tally = new AgreementTally(runs.size(), k);
        for (int from = 0; from < tests.length; from += block) {
            int[] part = Arrays.copyOfRange(tests, from, Math.min(tests.length, from + block));
            List<float[][]> scores = new ArrayList<>();
            for (MethodRun<?> run : runs) {
                progress.stage(run.title());
                scores.add(run.scores(workspace, part, target, progress));
            }
            progress.stage("Rank correlations");
            for (int t = 0; t < part.length; t++) {
                progress.checkCancelled();
                int test = t;
                each.found(
                        part[t],
                        tally.add(scores.stream().map(rows -> rows[test]).toList()));
                progress.update(from + t + 1L, tests.length, "test images");
            }
        }
        return tally.matrix();
    }
}

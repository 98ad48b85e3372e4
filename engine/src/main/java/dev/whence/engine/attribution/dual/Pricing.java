package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import java.util.stream.IntStream;

/**
 * One look at all samples at fixed weights: primal and dual value, largest violation of the optimality conditions, and
 * the samples worth working on.
 *
 * @param primal {@code P(w)}
 * @param dual {@code -E(alpha)}
 * @param violation largest difference between the best bound-free and the worst used margin of a sample
 * @param active samples worth working on, ascending: those that violate the conditions, have dual variables free to move,
 *     or are nearer to a violation than the largest violation found
 * @param directions number of independent directions in which dual variables are free to move
 */
record Pricing(double primal, double dual, double violation, int[] active, int directions) {

    /** Relative duality gap, {@code (P - D) / max(|P|, |D|)}; an upper bound on the relative error of the objective. */
    double gap() {
        double scale = Math.max(Math.abs(primal), Math.abs(dual));
        return scale == 0 ? 0 : Math.max(0, primal - dual) / scale;
    }

    static Pricing of(DualState state, Progress progress) {
        DualProblem problem = state.problem();
        ScoreBlock block = new ScoreBlock(problem);
        int[] samples = IntStream.range(0, problem.samples()).toArray();
        double[] scores = new double[problem.classes()];
        double[] distance = new double[samples.length];
        double hinge = 0;
        double worst = 0;
        int directions = 0;
        for (int from = 0; from < samples.length; from += block.capacity()) {
            progress.checkCancelled();
            int to = Math.min(samples.length, from + block.capacity());
            block.compute(state.weights(), samples, from, to);
            for (int i = from; i < to; i++) {
                block.scores(i - from, scores);
                Margins margins = Margins.of(state, i, scores);
                hinge += margins.hinge();
                worst = Math.max(worst, margins.violation());
                distance[i] = margins.free() > 1 ? 0 : margins.slack();
                directions += margins.free() - 1;
            }
        }
        double primal = 0.5 * state.weights().squaredNorm() + state.c() * hinge;
        return new Pricing(primal, -state.energy(), worst, nearerThan(worst, distance), directions);
    }

    private static int[] nearerThan(double limit, double[] distance) {
        IntList near = new IntList();
        for (int i = 0; i < distance.length; i++) {
            if (distance[i] <= limit) {
                near.add(i);
            }
        }
        return near.toArray();
    }
}

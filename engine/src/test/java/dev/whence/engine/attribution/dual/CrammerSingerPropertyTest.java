package dev.whence.engine.attribution.dual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The optimality conditions hold on any problem: with duplicates, zero rows, absent classes, any C. */
class CrammerSingerPropertyTest {

    /** Features scaled over five orders with zero rows and a fixed constant make some problems very badly conditioned. */
    private static final double LARGEST_GAP = 1e-6;

    private static final SolverOptions OPTIONS = new SolverOptions(1e-9, 3_000, 3);

    @Property(tries = 150, seed = "20261122")
    void solutionsAreOptimal(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 60) int samples,
            @ForAll @IntRange(min = 1, max = 12) int dimensions,
            @ForAll @IntRange(min = 2, max = 7) int classes,
            @ForAll @DoubleRange(min = -6, max = 2) double logC) {
        double c = Math.pow(10, logC);
        Tensor features = features(seed, samples, dimensions);
        Tensor labels = labels(seed, samples, classes);
        DualSolution solution = CrammerSingerSolver.solve(features, labels, classes, c, OPTIONS, Progress.none());
        assertFeasible(solution, labels, classes, c);
        assertEquals(primal(solution, features, labels, classes), solution.primal(), 1e-9 * solution.primal());
        assertTrue(solution.gap() <= LARGEST_GAP, "gap " + solution.gap());
        assertEquals(solution.gap() <= OPTIONS.tolerance(), solution.converged());
    }

    @Property(tries = 25, seed = "20261122")
    void aPathGivesTheSameAsSingleRuns(
            @ForAll long seed,
            @ForAll @IntRange(min = 5, max = 40) int samples,
            @ForAll @IntRange(min = 1, max = 6) int dimensions) {
        Tensor features = features(seed, samples, dimensions);
        Tensor labels = labels(seed, samples, 4);
        double[] cs = {1, 0.001, 30, 0.05};
        DualSolution[] path = CrammerSingerSolver.solvePath(features, labels, 4, cs, OPTIONS, Progress.none());
        for (int i = 0; i < cs.length; i++) {
            DualSolution single = CrammerSingerSolver.solve(features, labels, 4, cs[i], OPTIONS, Progress.none());
            assertEquals(cs[i], path[i].c());
            assertFeasible(path[i], labels, 4, cs[i]);
            assertTrue(path[i].gap() <= LARGEST_GAP, "gap " + path[i].gap());
            double apart = single.gap() + path[i].gap();
            assertEquals(single.primal(), path[i].primal(), (apart + 1e-12) * single.primal());
        }
    }

    @Property(tries = 25, seed = "20261122")
    void theOrderOfTheSamplesDoesNotMatter(@ForAll long seed) {
        int n = 40;
        Tensor features = features(seed, n, 5);
        Tensor labels = labels(seed, n, 3);
        float[] turned = new float[n * 5];
        long[] turnedLabels = new long[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(features.floats(), i * 5, turned, (n - 1 - i) * 5, 5);
            turnedLabels[n - 1 - i] = labels.longs()[i];
        }
        DualSolution forth = CrammerSingerSolver.solve(features, labels, 3, 0.5, OPTIONS, Progress.none());
        DualSolution back = CrammerSingerSolver.solve(
                Tensor.of(turned, n, 5), Tensor.of(turnedLabels, n), 3, 0.5, OPTIONS, Progress.none());
        double apart = forth.gap() + back.gap() + 1e-12;
        assertEquals(forth.primal(), back.primal(), apart * forth.primal());
        for (int i = 0; i < forth.weights().size(); i++) {
            double slack = 2 * Math.sqrt(apart * forth.primal());
            assertEquals(forth.weights().get(i), back.weights().get(i), slack);
        }
    }

    /** Half the values zero as behind a ReLU, some rows doubled, some rows zero, scales over several orders. */
    private static Tensor features(long seed, int samples, int dimensions) {
        Random random = new Random(seed);
        double scale = Math.pow(10, random.nextInt(5) - 2);
        float[] values = new float[samples * dimensions];
        for (int i = 0; i < samples; i++) {
            int kind = random.nextInt(10);
            for (int j = 0; j < dimensions; j++) {
                int at = i * dimensions + j;
                if (kind == 0 && i > 0) {
                    values[at] = values[at - dimensions];
                } else if (kind != 1) {
                    values[at] = (float) (scale * Math.max(0, random.nextGaussian()));
                }
            }
        }
        return Tensor.of(values, samples, dimensions);
    }

    /** The last class never occurs when there are more than two. */
    private static Tensor labels(long seed, int samples, int classes) {
        Random random = new Random(~seed);
        long[] labels = new long[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i < 2 ? i : random.nextInt(Math.max(2, classes - 1));
        }
        return Tensor.of(labels, samples);
    }

    private static void assertFeasible(DualSolution solution, Tensor labels, int classes, double c) {
        double[] alpha = solution.alpha().doubles();
        for (int i = 0; i < labels.size(); i++) {
            double sum = 0;
            for (int m = 0; m < classes; m++) {
                double value = alpha[i * classes + m];
                sum += value;
                assertTrue(value <= (m == labels.longs()[i] ? c : 0));
            }
            assertEquals(0, sum, 1e-12 * c);
        }
    }

    /** The primal objective written down directly from the definition. */
    private static double primal(DualSolution solution, Tensor features, Tensor labels, int classes) {
        int d = features.shape().dim(1);
        double squares = 0;
        for (double w : solution.weights().doubles()) {
            squares += w * w;
        }
        double hinge = 0;
        for (int i = 0; i < labels.size(); i++) {
            double own = score(solution, features, i, (int) labels.longs()[i], d);
            double worst = 0;
            for (int m = 0; m < classes; m++) {
                if (m != labels.longs()[i]) {
                    worst = Math.max(worst, 1 + score(solution, features, i, m, d) - own);
                }
            }
            hinge += worst;
        }
        return 0.5 * squares + solution.c() * hinge;
    }

    private static double score(DualSolution solution, Tensor features, int sample, int cls, int d) {
        double sum = solution.weights().get(cls * (d + 1) + d);
        for (int j = 0; j < d; j++) {
            sum += solution.weights().get(cls * (d + 1) + j) * features.get(sample * d + j);
        }
        return sum;
    }
}

package dev.whence.engine.attribution.dual;

import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/**
 * The arrays that keep a solution: {@code rows} [a] int64 and {@code alpha} [a, classes] float64 for the samples with a
 * non-zero dual variable, {@code objective} [2] float64 (primal, dual), {@code effort} [3] int64 (sweeps, Newton steps, 1 if
 * converged).
 */
final class StoredSolution {

    private StoredSolution() {}

    static Map<String, Tensor> write(DualSolution solution) {
        double[] alpha = solution.alpha().doubles();
        int classes = solution.alpha().shape().dim(1);
        IntList rows = new IntList();
        for (int i = 0; i < solution.alpha().shape().dim(0); i++) {
            for (int m = 0; m < classes; m++) {
                if (alpha[i * classes + m] != 0) {
                    rows.add(i);
                    break;
                }
            }
        }
        int[] kept = rows.toArray();
        long[] positions = new long[kept.length];
        double[] values = new double[kept.length * classes];
        for (int r = 0; r < kept.length; r++) {
            positions[r] = kept[r];
            System.arraycopy(alpha, kept[r] * classes, values, r * classes, classes);
        }
        long[] effort = {solution.sweeps(), solution.newtonSteps(), solution.converged() ? 1 : 0};
        return Map.of(
                "rows", Tensor.of(positions, kept.length),
                "alpha", Tensor.of(values, kept.length, classes),
                "objective", Tensor.of(new double[] {solution.primal(), solution.dual()}, 2),
                "effort", Tensor.of(effort, 3));
    }

    /** @throws dev.whence.engine.BadInputException if an array is missing or does not fit the problem */
    static DualSolution read(Map<String, Tensor> stored, DualProblem problem, double c) {
        Tensor rows = array(stored, "rows", 1);
        Tensor alpha = array(stored, "alpha", 2);
        Tensor objective = array(stored, "objective", 1);
        Tensor effort = array(stored, "effort", 1);
        int classes = problem.classes();
        if (alpha.shape().dim(0) != rows.size()
                || alpha.shape().dim(1) != classes
                || objective.size() != 2
                || effort.size() != 3) {
            throw DualDaMethod.unfit("their shapes do not belong together");
        }
        double[] full = new double[Math.multiplyExact(problem.samples(), classes)];
        for (int r = 0; r < rows.size(); r++) {
            long row = rows.longs()[r];
            if (row < 0 || row >= problem.samples()) {
                throw DualDaMethod.unfit(
                        "they are for " + (row + 1) + " or more training images and there are " + problem.samples());
            }
            System.arraycopy(alpha.doubles(), r * classes, full, (int) row * classes, classes);
        }
        DualState state = new DualState(problem, c, full);
        return new DualSolution(
                c,
                Tensor.of(full, problem.samples(), classes),
                state.weights().byClass(),
                objective.doubles()[0],
                objective.doubles()[1],
                (int) effort.longs()[0],
                (int) effort.longs()[1],
                effort.longs()[2] != 0);
    }

    private static Tensor array(Map<String, Tensor> stored, String name, int rank) {
        Tensor found = stored.get(name);
        if (found == null || found.shape().rank() != rank) {
            throw DualDaMethod.unfit("the array '" + name + "' is missing or misshapen");
        }
        return found;
    }
}

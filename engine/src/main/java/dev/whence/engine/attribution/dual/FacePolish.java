package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;

/** The exact minimum on the free face, taken if it is feasible: once the face is the right one, this is the optimum. */
final class FacePolish {

    private static final int REFINEMENTS = 3;

    private FacePolish() {}

    /** Moves the state to the minimum of its face; leaves it alone if that lies outside the bounds or is too large. */
    static boolean apply(DualState state, int[] members, Progress progress) {
        FreeFace face = FreeFace.of(state, members);
        if (face.size() == 0 || face.size() > FaceSystem.LARGEST_FACTORED) {
            return false;
        }
        Cholesky factor = FaceSystem.factor(face, 0, progress);
        boolean moved = false;
        for (int r = 0; r < REFINEMENTS; r++) {
            double[] direction = factor.solve(face.gradient());
            if (!feasible(face, direction)) {
                break;
            }
            move(face, direction);
            state.recomputeWeights();
            moved = true;
        }
        return moved;
    }

    private static boolean feasible(FreeFace face, double[] direction) {
        DualState state = face.state();
        int classes = state.problem().classes();
        int[] samples = face.samples();
        for (int s = 0; s < samples.length; s++) {
            int at = samples[s] * classes;
            double followed = 0;
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                int cls = face.variableClass(v);
                followed += direction[v];
                if (!(state.alpha()[at + cls] - direction[v] < state.upper(samples[s], cls))) {
                    return false;
                }
            }
            int reference = face.reference(s);
            if (!(state.alpha()[at + reference] + followed < state.upper(samples[s], reference))) {
                return false;
            }
        }
        return true;
    }

    private static void move(FreeFace face, double[] direction) {
        double[] alpha = face.state().alpha();
        int classes = face.state().problem().classes();
        int[] samples = face.samples();
        for (int s = 0; s < samples.length; s++) {
            int at = samples[s] * classes;
            for (int v = face.firstVariable(s); v < face.firstVariable(s + 1); v++) {
                alpha[at + face.variableClass(v)] -= direction[v];
                alpha[at + face.reference(s)] += direction[v];
            }
        }
    }
}

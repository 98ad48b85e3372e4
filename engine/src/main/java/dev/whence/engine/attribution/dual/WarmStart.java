package dev.whence.engine.attribution.dual;

/** Feasible dual variables for one C made from the solution for another. */
final class WarmStart {

    private WarmStart() {}

    /**
     * Samples pinned at the old bound go to the new one; the others keep their dual variables, scaled back only if the new
     * bound is smaller. The result is a new state; rows stay balanced because each is scaled as a whole.
     */
    static DualState at(DualState solved, double c) {
        DualProblem problem = solved.problem();
        int classes = problem.classes();
        double[] alpha = solved.alpha().clone();
        for (int i = 0; i < problem.samples(); i++) {
            int at = i * classes;
            double own = alpha[at + problem.label(i)];
            if (own >= solved.c() || own > c) {
                double factor = c / own;
                for (int m = 0; m < classes; m++) {
                    alpha[at + m] *= factor;
                }
                alpha[at + problem.label(i)] = c;
            }
        }
        return new DualState(problem, c, alpha);
    }
}

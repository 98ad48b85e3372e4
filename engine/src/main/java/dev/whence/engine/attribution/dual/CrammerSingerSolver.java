package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Solves the dual of the Crammer-Singer multi-class support vector machine (Crammer and Singer 2001, "On the algorithmic
 * implementation of multiclass kernel-based vector machines") with hinge loss and a regularised constant feature:
 *
 * <pre>
 * min  1/2 sum_m ||sum_i alpha_im x_i||^2 + sum_i sum_{m != y_i} alpha_im
 * s.t. sum_m alpha_im = 0,  alpha_im <= C if m = y_i,  alpha_im <= 0 otherwise
 * </pre>
 *
 * <p>Coordinate descent over shrinking sets of samples finds the neighbourhood of the optimum; proximal Newton steps on the
 * few dual variables that are free finish it, usually to rounding. Deterministic for a seed.
 */
public final class CrammerSingerSolver {

    private static final int SHORTEST_ROUND = 10;
    private static final int LONGEST_ROUND = 50;
    private static final int PASSES_BETWEEN_NARROWINGS = 12;
    private static final int PASSES_AFTER_FAILURE = 20;
    private static final int MOST_OPENING_PASSES = 1000;

    /** A round ends when the largest violation is below this share of the one it began with. */
    private static final double ROUND_ENDS = 0.1;

    /** Share of the largest violation within which a class at its bound is still looked at. */
    private static final double NEAR = 0.03;

    private static final double FACTORISATIONS = 30;
    private static final double EVALUATIONS = 60;

    /** Operations per feature when one class of one sample is scored and changed. */
    private static final double VISIT_COST = 4;

    private final DualState state;
    private final SolverOptions options;
    private final Progress progress;
    private final CoordinateSweep sweep;
    private final Extrapolation extrapolation;
    private Pricing pricing;
    private int sweeps;
    private int newtonSteps;

    private CrammerSingerSolver(DualState state, SolverOptions options, Progress progress) {
        this.state = state;
        this.options = options;
        this.progress = progress;
        this.sweep = new CoordinateSweep(state, options.seed());
        this.extrapolation = new Extrapolation(state, sweep);
        this.pricing = Pricing.of(state, progress);
    }

    /**
     * Solves for one C.
     *
     * @param features {@code [n, d]} floating point, without the constant feature; used as float32 values
     * @param labels {@code [n]} int64 in {@code 0..classes-1}
     * @param classes number of classes; classes without samples get no dual variables other than zero
     * @param c bound on the dual variables, positive
     * @throws dev.whence.engine.BadInputException if the samples are of one class only, a label does not exist or a feature
     *     is not finite
     */
    public static DualSolution solve(
            Tensor features, Tensor labels, int classes, double c, SolverOptions options, Progress progress) {
        DualProblem problem = DualProblem.of(features, labels, classes);
        return new CrammerSingerSolver(new DualState(problem, c), options, progress).run();
    }

    /**
     * Solves for several C, each started from the solution of the next smaller one.
     *
     * @param cs bounds in any order
     * @return one solution per bound, in the order given
     */
    public static DualSolution[] solvePath(
            Tensor features, Tensor labels, int classes, double[] cs, SolverOptions options, Progress progress) {
        DualProblem problem = DualProblem.of(features, labels, classes);
        Integer[] order = new Integer[cs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(cs[a], cs[b]));
        DualSolution[] solutions = new DualSolution[cs.length];
        DualState state = null;
        for (int at : order) {
            state = state == null ? new DualState(problem, cs[at]) : WarmStart.at(state, cs[at]);
            solutions[at] = new CrammerSingerSolver(state, options, progress).run();
        }
        return solutions;
    }

    private DualSolution run() {
        progress.stage(String.format(Locale.ROOT, "Support vectors at C = %s", state.c()));
        open();
        finish();
        state.balance();
        state.recomputeWeights();
        return solution();
    }

    /** Coordinate descent, accelerated, until it has cost about as much as the Newton steps would. */
    private void open() {
        double spent = 0;
        int passes = 0;
        while (!done() && passes < MOST_OPENING_PASSES) {
            if (passes >= SHORTEST_ROUND && spent > newtonCost()) {
                return;
            }
            int round = Math.min(LONGEST_ROUND, Math.max(SHORTEST_ROUND, passes));
            descend(round);
            passes += round;
            spent += round * VISIT_COST * sweep.visits() * state.problem().dimensions();
            price();
        }
    }

    /**
     * One round of passes; ended early once the largest violation has fallen enough for a new look at all samples. Never
     * ends on an extrapolation, since a pass has to put variables that are off their bound by a trifle back on it.
     */
    private void descend(int passes) {
        sweep.begin(pricing.active());
        double first = pricing.violation();
        double worst = first;
        for (int p = 0; p < passes && sweeps < options.maxSweeps() && worst > ROUND_ENDS * first; p++) {
            if (p > 0) {
                extrapolation.store();
            }
            if (p % PASSES_BETWEEN_NARROWINGS == 0) {
                worst = sweep.narrowingPass(NEAR * worst, progress);
                extrapolation.begin();
            } else {
                worst = sweep.pass(progress);
            }
            sweeps++;
        }
    }

    private double passCost(int samples) {
        return 2.0 * samples * state.problem().dimensions() * state.problem().classes();
    }

    private double newtonCost() {
        double size = pricing.directions();
        return FACTORISATIONS * size * size * size / 3 + EVALUATIONS * passCost(pricing.active().length);
    }

    /** Proximal point iterations with a pull that weakens as long as the Newton steps find it easy. */
    private void finish() {
        ProximalNewton newton = new ProximalNewton(state);
        Pull pull = Pull.of(state);
        while (!done()) {
            FreeFace face = FreeFace.of(state, pricing.active());
            boolean solved = newton.solve(pricing.active(), pull.tau(), progress);
            newtonSteps += newton.steps();
            sweeps += newton.evaluations();
            if (solved && FreeFace.of(state, pricing.active()).sameAs(face)) {
                FacePolish.apply(state, pricing.active(), progress);
                newton.restart();
            }
            if (!solved) {
                descend(PASSES_AFTER_FAILURE);
                newton.restart();
            }
            pull = pull.after(solved, newton.steps());
            state.balance();
            state.recomputeWeights();
            price();
        }
    }

    private boolean done() {
        return pricing.gap() <= options.tolerance() || sweeps >= options.maxSweeps();
    }

    private void price() {
        pricing = Pricing.of(state, progress);
        progress.update(sweeps, 0, "sweeps");
        progress.note(String.format(Locale.ROOT, "duality gap %.1e", pricing.gap()));
    }

    private DualSolution solution() {
        DualProblem problem = state.problem();
        pricing = Pricing.of(state, progress);
        return new DualSolution(
                state.c(),
                Tensor.of(state.alpha().clone(), problem.samples(), problem.classes()),
                state.weights().byClass(),
                pricing.primal(),
                pricing.dual(),
                sweeps,
                newtonSteps,
                pricing.gap() <= options.tolerance());
    }
}

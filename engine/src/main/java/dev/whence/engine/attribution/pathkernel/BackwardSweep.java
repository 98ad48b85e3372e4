package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.exec.StepAlgebra;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recursion from the last step to the first. With {@code G_t} the averaged gradient of the explained number over step
 * {@code t}, {@code D_t} the optimiser's scaling and {@code a} its momentum,
 *
 * <pre>A_t = lr_t D_t G_t + a A_(t+1)</pre>
 *
 * <p>is what the number loses per unit of a gradient that enters the memory at step {@code t}, now and later; the
 * contribution of an image seen then is {@code - fresh(t) / |batch| (A_t . gradient of its loss)}. Memory is one vector of
 * parameters per explained number.
 */
final class BackwardSweep {

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final TestOutputs tests;
    private final PathGradient gradient;
    private final BatchGradients batches;
    private final @Nullable RecordedUpdates updates;
    private final @Nullable UpdateCheck check;
    private final double[] factors;
    private final Scope scope;

    /**
     * @param updates tells loss gradients from weight decay in each step; without it, steps are not taken apart
     * @param check receives the gradient of each step's batch, if wished
     */
    BackwardSweep(
            PathNetwork network,
            Trajectory trajectory,
            TestOutputs tests,
            PathGradient gradient,
            BatchGradients batches,
            @Nullable RecordedUpdates updates,
            @Nullable UpdateCheck check,
            StepSample sample,
            Scope scope) {
        this.network = network;
        this.trajectory = trajectory;
        this.tests = tests;
        this.gradient = gradient;
        this.batches = batches;
        this.updates = updates;
        this.check = check;
        this.factors = sample.factors(trajectory.steps());
        this.scope = scope;
    }

    /** Parameters of one moment and what the explained numbers are there. */
    private record Moment(float[] host, DeviceArray parameters, double[] values) {}

    /**
     * Goes on from the latest state that an earlier attempt has kept.
     *
     * @param name under which states are kept
     * @param sink receives every step, the last one first
     * @return the explained numbers before training, {@code [m]}
     */
    double[] run(String name, StepSink sink, Progress progress) {
        int steps = trajectory.steps();
        StateKeeper keeper = progress.state(name, steps);
        StateKeeper.State kept = keeper.kept();
        progress.stage("Path kernel, last step first");
        int finished = 0;
        DeviceArray effect = null;
        if (kept != null) {
            // After the last step nobody needs its effect any more.
            int own = kept.step() < steps ? 1 : 0;
            List<Tensor> arrived = kept.arrays().subList(own, kept.arrays().size());
            if (sink.restore((int) kept.step(), arrived, progress)) {
                finished = (int) kept.step();
                effect = own == 1 ? scope.of(kept.arrays().get(0)) : null;
            }
        }
        Moment after = moment(steps - finished);
        for (int step = steps - 1 - finished; step >= 0; step--) {
            progress.checkCancelled();
            Moment before = moment(step);
            try (Scope work = scope.open()) {
                effect = step(work, step, before, after, effect, sink, progress);
            }
            after.parameters().close();
            after = before;
            List<DeviceArray> carried = step > 0 ? List.of(effect) : List.of();
            keeper.keep((long) steps - step, () -> {
                List<Tensor> state = new ArrayList<>();
                carried.forEach(array -> state.add(array.toHost()));
                state.addAll(sink.state());
                return state;
            });
            progress.update((long) steps - step, steps, "steps");
        }
        return after.values();
    }

    private Moment moment(int step) {
        float[] host = trajectory.parameters(step);
        DeviceArray parameters = PathNetwork.upload(scope, host);
        try (Scope work = scope.open()) {
            DeviceArray own = work.constant(parameters);
            return new Moment(host, parameters, tests.values(work, own));
        }
    }

    /** The effect of a step's fresh gradient on the numbers, given that of the next step. */
    private DeviceArray step(
            Scope work,
            int step,
            Moment before,
            Moment after,
            @Nullable DeviceArray later,
            StepSink sink,
            Progress progress) {
        UpdateRule rule = trajectory.rule();
        DeviceArray start = work.constant(before.parameters());
        DeviceArray end = work.constant(after.parameters());
        PathGradient.Average average =
                gradient.over(work, step, start, end, HostValues.minus(after.values(), before.values()), progress);
        StepUpdate.Effect parts = updates == null
                ? new StepUpdate.Effect(new double[0], new double[0])
                : updates.update(step, before.host(), after.host()).along(work, network.layout(), average.gradient());
        float[] gains = trajectory.gains(step);
        DeviceArray factor = work.of(Tensor.of(gains, 1, gains.length));
        DeviceArray effect = scope.keep(StepAlgebra.recursion(average.gradient(), factor, later, rule.momentum()));
        double fresh = rule.fresh(step);
        DeviceArray direction = rule.nesterov()
                ? StepAlgebra.recursion(average.gradient(), factor, effect, rule.momentum() * fresh)
                : work.constant(effect);
        // Vectors of parameters for every number are what memory is spent on, so none is kept for longer than needed.
        average.gradient().close();
        if (later != null) {
            later.close();
        }
        double[] products = products(work, step, start, direction, progress);
        sink.accept(new StepParts(
                step,
                contributions(products, factors[step] * (rule.nesterov() ? 1 : fresh), trajectory.batch(step).length),
                parts.kernel(),
                parts.regularisation(),
                average.residual(),
                after.values(),
                average.points(),
                network.norms(before.host())));
        return effect;
    }

    /** Zeros for a step that is left out. */
    private double[] products(Scope work, int step, DeviceArray start, DeviceArray direction, Progress progress) {
        if (factors[step] == 0) {
            if (check != null) {
                check.gradient(step, batches.mean(work, step, start, progress));
            }
            return batches.none(step, tests.size());
        }
        BatchGradients.Found found = batches.along(work, step, start, direction, check != null, progress);
        if (check != null) {
            check.gradient(step, found.mean());
        }
        return found.products();
    }

    private static float[] contributions(double[] products, double fresh, int images) {
        float[] contributions = new float[products.length];
        for (int i = 0; i < products.length; i++) {
            contributions[i] = (float) (-fresh / images * products[i]);
        }
        return contributions;
    }
}

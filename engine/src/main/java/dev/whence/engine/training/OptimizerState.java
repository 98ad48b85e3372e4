package dev.whence.engine.training;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;

/**
 * All parameters as one row on the device, with what the optimiser remembers. The order of operations is that of
 * PyTorch's optimisers, so that results differ by rounding alone.
 */
public final class OptimizerState implements AutoCloseable {

    private final Optimizer optimizer;
    private final Scope scope;
    private DeviceArray parameters;
    private DeviceArray first;
    private DeviceArray second;
    private int steps;

    /**
     * @param scope a scope of its own, closed with this
     * @param values a state to go on from
     */
    public OptimizerState(Optimizer optimizer, Scope scope, Values values) {
        this.optimizer = optimizer;
        this.scope = scope;
        parameters = scope.of(values.parameters());
        first = scope.of(values.first());
        second = scope.of(values.second());
        steps = values.steps();
    }

    /**
     * A state on the host, in the engine's precision.
     *
     * @param parameters {@code [p]}
     * @param first moment or momentum, {@code [p]}; empty where the optimiser keeps none
     * @param second moment, {@code [p]}; empty where the optimiser keeps none
     * @param steps taken so far
     */
    public record Values(Tensor parameters, Tensor first, Tensor second, int steps) {

        /** The state before the first step. */
        public static Values start(Optimizer optimizer, float[] parameters) {
            int momentum = optimizer instanceof Optimizer.Sgd ? 0 : parameters.length;
            int squares = optimizer.adaptive() ? parameters.length : 0;
            return new Values(
                    Tensor.of(parameters, parameters.length),
                    Tensor.of(new float[momentum], momentum),
                    Tensor.of(new float[squares], squares),
                    0);
        }
    }

    /** The row of parameters; valid until the next step. */
    public DeviceArray parameters() {
        return parameters;
    }

    /** Steps taken so far. */
    public int steps() {
        return steps;
    }

    /** A copy of everything. */
    public Values values() {
        return new Values(parameters.toHost(), first.toHost(), second.toHost(), steps);
    }

    /** The running mean of squared gradients on the host, {@code [p]}; empty where none is kept. */
    public Tensor secondMoment() {
        return second.toHost();
    }

    /**
     * Takes a step.
     *
     * @param gradient of the batch's mean loss, {@code [p]}; it may live in a shorter scope
     */
    public void step(DeviceArray gradient, double learningRate) {
        steps++;
        // Constants of the arithmetic land in the scope of their operand, so none may be in the long-lived scope.
        try (Scope work = scope.open()) {
            DeviceArray before = work.constant(parameters);
            DeviceArray slope = work.constant(gradient);
            double decay = optimizer.weightDecay();
            if (decay != 0 && !optimizer.decoupledDecay()) {
                slope = slope.add(before.multiply(decay));
            }
            if (optimizer instanceof Optimizer.Sgd) {
                parameters = replace(parameters, before.subtract(slope.multiply(learningRate)));
            } else if (optimizer instanceof Optimizer.Momentum momentum) {
                DeviceArray old = work.constant(first);
                first = replace(first, old.multiply(momentum.momentum()).add(slope));
                DeviceArray change = work.constant(first).multiply(learningRate);
                parameters = replace(parameters, before.subtract(change));
            } else if (optimizer instanceof Optimizer.Adam adam) {
                adaptive(work, before, slope, learningRate, adam.beta1(), adam.beta2(), adam.epsilon());
            } else if (optimizer instanceof Optimizer.AdamW adam) {
                DeviceArray shrunk = before.multiply(1 - learningRate * decay);
                adaptive(work, shrunk, slope, learningRate, adam.beta1(), adam.beta2(), adam.epsilon());
            }
        }
    }

    private void adaptive(
            Scope work,
            DeviceArray from,
            DeviceArray slope,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon) {
        DeviceArray oldFirst = work.constant(first);
        DeviceArray oldSecond = work.constant(second);
        DeviceArray moment = oldFirst.add(slope.subtract(oldFirst).multiply(1 - beta1));
        DeviceArray squares =
                oldSecond.multiply(beta2).add(slope.multiply(slope).multiply(1 - beta2));
        double size = learningRate / (1 - Math.pow(beta1, steps));
        double correction = Math.sqrt(1 - Math.pow(beta2, steps));
        DeviceArray denominator = squares.sqrt().divide(work.scalar(correction)).add(epsilon);
        DeviceArray change = moment.divide(denominator).multiply(size);
        parameters = replace(parameters, from.subtract(change));
        first = replace(first, moment);
        second = replace(second, squares);
    }

    private DeviceArray replace(DeviceArray old, DeviceArray newer) {
        DeviceArray kept = scope.keep(newer);
        old.close();
        return kept;
    }

    @Override
    public void close() {
        scope.close();
    }
}

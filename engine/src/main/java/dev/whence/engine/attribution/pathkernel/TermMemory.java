package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.tensor.Tensor;

/**
 * The optimiser's memory of one kind of term (loss gradients, or the terms of a coupled decay), {@code m_t = a m_(t-1) + b_t
 * g_t}, going forwards from the first step.
 */
final class TermMemory {

    private final Trajectory trajectory;
    private final double[] memory;

    /** Before the first step. */
    TermMemory(Trajectory trajectory, int size) {
        this.trajectory = trajectory;
        this.memory = new double[size];
    }

    /** What it remembers, to go on from later. */
    Tensor state() {
        return Tensor.of(memory.clone(), memory.length);
    }

    void restore(Tensor state) {
        System.arraycopy(state.doubles(), 0, memory, 0, memory.length);
    }

    /**
     * Takes in the terms of a step.
     *
     * @return what the terms of all steps so far do to the parameters in this one
     */
    float[] update(int step, double[] terms) {
        UpdateRule rule = trajectory.rule();
        double fresh = rule.fresh(step);
        float[] gains = trajectory.gains(step);
        float[] update = new float[terms.length];
        for (int i = 0; i < update.length; i++) {
            memory[i] = rule.momentum() * memory[i] + fresh * terms[i];
            double taken = rule.nesterov() ? terms[i] + rule.momentum() * memory[i] : memory[i];
            update[i] = (float) (-gains[gains.length == 1 ? 0 : i] * taken);
        }
        return update;
    }
}

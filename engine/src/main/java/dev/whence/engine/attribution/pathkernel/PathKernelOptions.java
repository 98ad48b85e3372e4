package dev.whence.engine.attribution.pathkernel;

import java.util.ArrayList;
import java.util.List;

/**
 * How a training is explained.
 *
 * @param output what of the network is reconstructed
 * @param quadrature points per step
 * @param closed whether each step is closed by a discrete gradient, so that steps add up to the true change of the numbers
 * @param sample in which steps contributions of images are computed
 * @param memoryBytes that vectors of parameters may take on the device; more numbers than fit are explained in turns
 */
public record PathKernelOptions(
        OutputKind output, Quadrature quadrature, boolean closed, StepSample sample, long memoryBytes) {

    /** The error of a step's change below which more parts are not worth their time: the standard. */
    public static final double TOLERANCE = 0.002;

    /** The parts of a step at first: the standard. */
    public static final int LEAST_PARTS = 2;

    /** More parts than this are never spent on one step. */
    public static final int MOST_PARTS = 16;

    private static final long MEMORY = 512L << 20;

    /** Logits, adaptive, closed. */
    public static PathKernelOptions standard() {
        return new PathKernelOptions(
                OutputKind.LOGITS,
                new Quadrature.Adaptive(TOLERANCE, LEAST_PARTS, MOST_PARTS),
                true,
                StepSample.all(),
                MEMORY);
    }

    public PathKernelOptions with(OutputKind kind) {
        return new PathKernelOptions(kind, quadrature, closed, sample, memoryBytes);
    }

    public PathKernelOptions with(Quadrature points) {
        return new PathKernelOptions(output, points, closed, sample, memoryBytes);
    }

    public PathKernelOptions withClosed(boolean wish) {
        return new PathKernelOptions(output, quadrature, wish, sample, memoryBytes);
    }

    public PathKernelOptions with(StepSample steps) {
        return new PathKernelOptions(output, quadrature, closed, steps, memoryBytes);
    }

    public PathKernelOptions withMemory(long bytes) {
        return new PathKernelOptions(output, quadrature, closed, sample, bytes);
    }

    /** Vectors of parameters alive at the same time for each explained number. */
    private static final int VECTORS = 4;

    /**
     * How many numbers are explained in one turn.
     *
     * @param parameters of the network
     */
    int numbersAtATime(int parameters) {
        return (int) Math.max(1, memoryBytes / (4L * VECTORS * parameters));
    }

    /** In words, for people and for telling results apart. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(output == OutputKind.LOGITS ? "logits" : "log-softmax");
        if (quadrature instanceof Quadrature.Adaptive adaptive) {
            String parts = adaptive.most() == 1 ? "1 part" : adaptive.least() + " to " + adaptive.most() + " parts";
            words.add(parts + " a step, kinks averaged, error below " + adaptive.tolerance());
        } else if (quadrature instanceof Quadrature.Fixed fixed) {
            words.add(fixed.points() + (fixed.points() == 1 ? " point" : " points") + " a step"
                    + (fixed.earlySteps() > 0
                            ? ", " + fixed.earlyPoints() + " in the first " + fixed.earlySteps()
                            : ""));
        }
        if (sample.count() > 0) {
            words.add("contributions estimated from " + sample.count() + " random steps (seed " + sample.seed() + ")");
        }
        words.add(closed ? "steps closed" : "steps not closed");
        return List.copyOf(words);
    }
}

package dev.whence.engine.attribution.influence;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.exec.DeviceArray;
import java.util.Locale;

/** Stops a computation at its first value that is not finite. */
final class NonFinite {

    private NonFinite() {}

    /**
     * @param step where the value arose, for example {@code step 3 of conjugate gradients}
     * @param advice what to change, as an imperative
     * @throws WorkFailedException if it is not finite
     */
    static double check(double value, String step, String advice) {
        if (!Double.isFinite(value)) {
            throw new WorkFailedException(
                    "The numbers are no longer finite at " + step + "; " + advice + ", or use --precision float64.");
        }
        return value;
    }

    /** The squared norm of a vector; fails like {@link #check}. */
    static double squaredNorm(DeviceArray vector, String step, String advice) {
        return check(vector.square().sum().toHost().get(0), step, advice);
    }

    /** Advice to raise a damping. */
    static String raise(double damping) {
        double better = Math.max(10 * damping, 1e-3);
        return String.format(Locale.ROOT, "raise the damping from %s, for example to %s", damping, (float) better);
    }
}

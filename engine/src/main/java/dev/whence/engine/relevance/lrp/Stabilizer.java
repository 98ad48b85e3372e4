package dev.whence.engine.relevance.lrp;

import dev.whence.engine.exec.DeviceArray;
import java.util.stream.IntStream;

/**
 * Keeps denominators away from zero: {@code z + epsilon sgn(z)} with {@code sgn(0) = 1}.
 *
 * @param epsilon added to the absolute value
 * @param clip the absolute value is raised to epsilon instead of epsilon being added
 * @param normScale epsilon is multiplied by the root mean square of each image's values
 */
public record Stabilizer(double epsilon, boolean clip, boolean normScale) {

    /** Adds 1e-6, the default of all rules. */
    public static final Stabilizer DEFAULT = adding(1e-6);

    public static Stabilizer adding(double epsilon) {
        return new Stabilizer(epsilon, false, false);
    }

    /** @param z any shape, the batch first */
    DeviceArray apply(DeviceArray z) {
        if (!normScale && !clip) {
            return z.add(z.signed(epsilon));
        }
        DeviceArray sign = z.signed(1);
        DeviceArray size = z.scope().scalar(epsilon);
        if (normScale) {
            int[] perImage = IntStream.range(1, z.shape().rank()).toArray();
            size = z.square().mean(true, perImage).sqrt().multiply(epsilon);
        }
        if (clip) {
            DeviceArray magnitude = z.abs();
            return sign.multiply(magnitude.greaterThan(size).choose(magnitude, size));
        }
        return z.add(sign.multiply(size));
    }

    /** The same for values of which none is negative. */
    DeviceArray above(DeviceArray z) {
        return normScale || clip ? apply(z) : z.relu().add(epsilon);
    }

    /** The same for values of which none is positive, up to the sign at 0. */
    DeviceArray below(DeviceArray z) {
        return normScale || clip ? apply(z) : z.atMost(0).add(-epsilon);
    }
}

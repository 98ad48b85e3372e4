package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;

/** How the gradient of an output is averaged over a step: the midpoint rule, in one of two forms. */
public sealed interface Quadrature {

    /** Over how many points of the way kinks are averaged in {@link Adaptive} parts. */
    int KINK_POINTS = 16;

    /**
     * Parts of a step, the gradient in the middle of each, but with everything between layers with parameters averaged over
     * {@link #KINK_POINTS} points of the way that these layers' values take in the part. That is where networks have kinks,
     * and kinks are what makes plain points slow: two parts leave contributions of single images within 4e-4 of the largest
     * where one plain point is off by up to 1.4e-2 and three by 9e-3. After the least there are twice as many until the
     * error of each output's change in the step is small. That error looks along the step only; contributions of single
     * images also depend on the gradient across it, for which two parts do better than one.
     *
     * @param tolerance the error that is small enough, above 0
     * @param least parts at first, at least 1
     * @param most more parts are never taken, at least 1
     */
    record Adaptive(double tolerance, int least, int most) implements Quadrature {
        public Adaptive {
            if (!(tolerance > 0)) {
                throw new BadInputException("The bound of a step's error is " + tolerance + "; give a number above 0.");
            }
            checkPoints(least);
            checkPoints(most);
        }
    }

    /** Plain points, always the same number, another one in the first steps. */
    record Fixed(int points, int earlySteps, int earlyPoints) implements Quadrature {
        public Fixed {
            checkPoints(points);
            checkPoints(earlyPoints);
        }
    }

    /** The number of points, or parts, to begin a step with. */
    default int atFirst(int step) {
        if (this instanceof Fixed fixed) {
            return step < fixed.earlySteps() ? fixed.earlyPoints() : fixed.points();
        }
        return ((Adaptive) this).least();
    }

    /** The same number of plain points in every step. */
    static Quadrature fixed(int points) {
        return new Fixed(points, 0, points);
    }

    private static void checkPoints(int points) {
        if (points < 1) {
            throw new BadInputException("The number of points in a step is " + points + "; give 1 or more.");
        }
    }
}

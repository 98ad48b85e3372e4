package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;

/** At how many points of a step the gradient of an output is averaged: the midpoint rule. */
public sealed interface Quadrature {

    /**
     * A number of points at first, three times as many until the error of each output's change in the step is small. That
     * error looks along the step only; contributions of single images also depend on the gradient across it, for which
     * three points do better than one.
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

    /** Always the same number, another one in the first steps. */
    record Fixed(int points, int earlySteps, int earlyPoints) implements Quadrature {
        public Fixed {
            checkPoints(points);
            checkPoints(earlyPoints);
        }
    }

    /**
     * Parts of a step, the gradient in the middle of each, but with everything between layers with parameters averaged over
     * points of the way that these layers' values take in the part. That is where networks have kinks, and kinks are what
     * makes plain points slow: two parts leave contributions of single images within 4e-4 of the largest where one point is
     * off by up to 1.4e-2 and three by 1e-3.
     *
     * @param parts at least 1
     * @param copies points to average over, at least 2
     */
    record Averaged(int parts, int copies) implements Quadrature {

        /** Two parts of 16 points. */
        public static final Averaged STANDARD = new Averaged(2, 16);

        public Averaged {
            checkPoints(parts);
            if (copies < 2) {
                throw new BadInputException("Kinks are averaged over " + copies + " points; give 2 or more.");
            }
        }
    }

    /** Over how many points kinks are averaged, 1 for not. */
    default int copies() {
        return this instanceof Averaged averaged ? averaged.copies() : 1;
    }

    /** The number of points to begin a step with. */
    default int atFirst(int step) {
        if (this instanceof Averaged averaged) {
            return averaged.parts();
        }
        if (this instanceof Adaptive adaptive) {
            return adaptive.least();
        }
        Fixed fixed = (Fixed) this;
        return step < fixed.earlySteps() ? fixed.earlyPoints() : fixed.points();
    }

    /** The same number of points in every step. */
    static Quadrature fixed(int points) {
        return new Fixed(points, 0, points);
    }

    private static void checkPoints(int points) {
        if (points < 1) {
            throw new BadInputException("The number of points in a step is " + points + "; give 1 or more.");
        }
    }
}

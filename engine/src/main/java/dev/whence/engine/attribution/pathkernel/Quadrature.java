package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;

/** At how many points of a step the gradient of an output is averaged: the midpoint rule. */
public sealed interface Quadrature {

    /** One point at first, three times as many until the error of each output's change in the step is small. */
    record Adaptive(double tolerance, int most) implements Quadrature {
        public Adaptive {
            if (!(tolerance > 0)) {
                throw new BadInputException("The bound of a step's error is " + tolerance + "; give a number above 0.");
            }
            checkPoints(most);
        }
    }

    /** Always the same number, another one in the first steps. */
    record Fixed(int points, int earlySteps, int earlyPoints) implements Quadrature {
        public Fixed {
            checkPoints(points);
            checkPoints(earlyPoints);
        }

        int at(int step) {
            return step < earlySteps ? earlyPoints : points;
        }
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

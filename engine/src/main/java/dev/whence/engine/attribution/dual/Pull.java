package dev.whence.engine.attribution.dual;

/**
 * How strongly the proximal point iteration holds on to its anchor, as a multiple of the squared norms. A weak pull makes
 * fewer but harder problems, so it weakens as long as they are easy.
 *
 * @param tau the present strength
 * @param smallest below it a rounding error of the margins would move dual variables by a noticeable share of C
 * @param largest above it nothing moves
 */
record Pull(double tau, double smallest, double largest) {

    private static final int EASY = 3;
    private static final int HARD = 8;
    private static final double WEAKEN = 0.3;

    /** The pull to begin with. A margin of 1 moves a dual variable by {@code 1 / (tau ||x||^2)}, to be compared with C. */
    static Pull of(DualState state) {
        double wholeRange = 1 / (state.problem().meanSquaredNorm() * state.c());
        return new Pull(
                Math.max(1e-2, 0.1 * wholeRange), Math.max(1e-7, 1e-6 * wholeRange), Math.max(10, 100 * wholeRange));
    }

    /**
     * @param solved whether the last problem could be solved
     * @param steps Newton steps that it took
     */
    Pull after(boolean solved, int steps) {
        double factor = 1;
        if (!solved) {
            factor = 10;
        } else if (steps <= EASY) {
            factor = WEAKEN;
        } else if (steps > HARD) {
            factor = 3;
        }
        return new Pull(Math.min(largest, Math.max(smallest, factor * tau)), smallest, largest);
    }
}

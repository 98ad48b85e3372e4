package dev.whence.engine.attribution.dual;

/**
 * When the solver stops.
 *
 * @param tolerance relative duality gap, {@code (P - D) / max(|P|, |D|)}, at which the problem counts as solved; positive
 * @param maxSweeps largest number of passes over the samples still worked on, at least 1
 * @param seed of the visiting order
 */
public record SolverOptions(double tolerance, int maxSweeps, long seed) {

    public SolverOptions {
        if (!(tolerance > 0) || maxSweeps < 1) {
            throw new IllegalArgumentException("tolerance " + tolerance + ", sweeps " + maxSweeps);
        }
    }
}

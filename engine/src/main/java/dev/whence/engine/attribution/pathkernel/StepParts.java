package dev.whence.engine.attribution.pathkernel;

/**
 * What one step has to do with the explained numbers, {@code m} of them. Contributions are to the numbers of the trained
 * network; kernel, regularisation and residual are parts of the numbers' change in this very step.
 *
 * @param step its number
 * @param contributions of each image of the step's batch, through this step and what its gradient did in later ones by the
 *     optimiser's memory, {@code [batch, groups, m]}
 * @param kernel change by remembered loss gradients, as recorded, {@code [m, groups]}
 * @param regularisation change by weight decay, {@code [m, groups]}
 * @param residual change that the averaged gradient misses before closing, {@code [m]}
 * @param after the numbers after the step, {@code [m]}
 * @param points at which the gradient was averaged
 * @param parameterNorms of the parameters before the step, {@code [groups]}
 */
record StepParts(
        int step,
        float[] contributions,
        double[] kernel,
        double[] regularisation,
        double[] residual,
        double[] after,
        int points,
        double[] parameterNorms) {}

package dev.whence.engine.attribution.pathkernel;

/**
 * How one explained number changed. All are float32 sums of what was recorded, widened.
 *
 * @param actual the network's own number before each step and at the end, {@code [steps + 1]}
 * @param kernel change by loss gradients in each step and parameter, {@code [steps][groups]}
 * @param regularisation change by weight decay, {@code [steps][groups]}
 * @param residual what the averaged gradient misses of each step's change before closing, {@code [steps]}
 */
public record NumberCourse(double[] actual, double[][] kernel, double[][] regularisation, double[] residual) {

    /** The number put together from its beginning and all changes so far, {@code [steps + 1]}. */
    public double[] reconstruction() {
        double[] sums = new double[actual.length];
        sums[0] = actual[0];
        for (int s = 0; s + 1 < sums.length; s++) {
            sums[s + 1] = sums[s] + total(kernel[s]) + total(regularisation[s]);
        }
        return sums;
    }

    /** Change by loss gradients in each step, {@code [steps]}. */
    public double[] kernelPerStep() {
        return totals(kernel);
    }

    /** Change by weight decay in each step, {@code [steps]}. */
    public double[] regularisationPerStep() {
        return totals(regularisation);
    }

    private static double[] totals(double[][] parts) {
        double[] totals = new double[parts.length];
        for (int s = 0; s < totals.length; s++) {
            totals[s] = total(parts[s]);
        }
        return totals;
    }

    private static double total(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }
}

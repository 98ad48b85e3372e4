package dev.whence.engine.frequency;

/**
 * Which frequencies the embedding of numbers holds in some states of a training (after Nanda et al. 2023): the discrete
 * Fourier transform of its rows over the numbers, as shares of the energy without the mean.
 *
 * @param states looked at, ascending
 * @param shares of the frequencies 1 to half of the modulus, {@code [frequencies][states]}; they sum to 1 in each state
 * @param layer name of the embedding
 */
public record EmbeddingSpectrum(int[] states, double[][] shares, String layer) {

    /**
     * The shares of each frequency.
     *
     * @param weights row-major {@code [rows][words]}
     * @param words length of a row, of which the first {@code modulus} are the numbers
     * @return {@code [modulus / 2]}
     */
    public static double[] shares(float[] weights, int words, int modulus) {
        double[] energy = new double[modulus / 2];
        double all = 0;
        for (int k = 1; k <= energy.length; k++) {
            for (int row = 0; row < weights.length / words; row++) {
                double real = 0;
                double imaginary = 0;
                for (int a = 0; a < modulus; a++) {
                    double angle = 2 * Math.PI * k * a / modulus;
                    real += weights[row * words + a] * Math.cos(angle);
                    imaginary += weights[row * words + a] * Math.sin(angle);
                }
                energy[k - 1] += real * real + imaginary * imaginary;
            }
            all += energy[k - 1];
        }
        for (int k = 0; k < energy.length && all > 0; k++) {
            energy[k] /= all;
        }
        return energy;
    }
}

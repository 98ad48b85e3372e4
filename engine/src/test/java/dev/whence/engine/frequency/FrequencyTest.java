package dev.whence.engine.frequency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrequencyTest {

    private static final int MODULUS = 11;

    @Test
    void plantedWavesAreFoundAndNoOthers() {
        int[] sums = IntStream.range(0, 42).map(i -> i / 2).toArray();
        double[][] cosines = new double[sums.length][sums.length];
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b < sums.length; b++) {
                int d = sums[a] - sums[b];
                cosines[a][b] = 0.2 + 0.5 * Math.cos(2 * Math.PI * d / 7) + 0.3 * Math.cos(2 * Math.PI * d / 3);
            }
        }
        WaveFit fit = WaveFit.of(cosines, sums, MODULUS);
        for (int j = 0; j < fit.periods().length; j++) {
            double planted = fit.periods()[j] == 7 ? 0.5 : fit.periods()[j] == 3 ? 0.3 : 0;
            assertEquals(planted, fit.weights()[j], 0.01, "period " + fit.periods()[j]);
        }
        assertTrue(fit.explained() > 0.99, "" + fit.explained());
        assertEquals(1, fit.at(0), 0.02);
        assertEquals(cosines[10][30], fit.at(sums[10] - sums[30]), 0.02);
    }

    @Test
    void strongShrinkageIsThatOfASingleColumn() {
        double[] column = {1, -1, 1, -1};
        double[] y = {3, 1, 3, 1};
        double[] fitted = Lasso.fit(new double[][] {column}, y, new double[] {1, 1, 1, 1}, 0.25);
        assertEquals(0.75, fitted[0], 1e-9);
        assertEquals(2, fitted[1], 1e-9);
    }

    @Test
    void aFrequencyOfTheLikenessIsItsAmplitude() {
        int[] sums = IntStream.range(0, 2 * MODULUS).toArray();
        double[][] cosines = new double[sums.length][sums.length];
        for (int a = 0; a < sums.length; a++) {
            for (int b = 0; b < sums.length; b++) {
                cosines[a][b] = 0.4 + 0.6 * Math.cos(2 * Math.PI * 4 * (sums[a] - sums[b]) / MODULUS);
            }
        }
        double[] found = WaveFit.byFrequency(cosines, sums, MODULUS);
        assertEquals(MODULUS / 2, found.length);
        for (int k = 1; k <= found.length; k++) {
            assertEquals(k == 4 ? 0.6 : 0, found[k - 1], 1e-9, "frequency " + k);
        }
    }

    @Test
    void theEnergyOfAnEmbeddingLiesInItsFrequencies() {
        int words = MODULUS + 2;
        float[] weights = new float[2 * words];
        for (int a = 0; a < MODULUS; a++) {
            weights[a] = (float) (5 + 2 * Math.cos(2 * Math.PI * 3 * a / MODULUS));
            weights[words + a] = (float) Math.sin(2 * Math.PI * 2 * a / MODULUS);
        }
        double[] shares = EmbeddingSpectrum.shares(weights, words, MODULUS);
        assertEquals(1, Arrays.stream(shares).sum(), 1e-9);
        assertEquals(0.8, shares[2], 1e-6);
        assertEquals(0.2, shares[1], 1e-6);
    }

    @Test
    void sumsAreReadFromTheirTokensAndNothingElseIsTakenForSums() {
        assertEquals(
                9,
                ModuloSums.of(inputs(4, MODULUS, 5, MODULUS + 1), i -> 9)
                        .orElseThrow()
                        .sums()[0]);
        assertTrue(ModuloSums.of(inputs(4, MODULUS, 5, MODULUS + 1), i -> 8).isEmpty());
        assertTrue(ModuloSums.of(inputs(4, MODULUS + 1, 5, MODULUS), i -> -1).isEmpty());
        assertTrue(
                ModuloSums.of(inputs(4, MODULUS, MODULUS, MODULUS + 1), i -> -1).isEmpty());
    }

    private static ModelInputs inputs(int... tokens) {
        int words = MODULUS + 2;
        float[] values = new float[tokens.length * words];
        for (int t = 0; t < tokens.length; t++) {
            values[t * words + tokens[t]] = 1;
        }
        Tensor tensor = Tensor.of(values, 1, 1, tokens.length, words);
        return new ModelInputs() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Shape shape() {
                return Shape.of(1, tokens.length, words);
            }

            @Override
            public Tensor batch(int... indices) {
                return tensor;
            }
        };
    }
}

package dev.whence.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against cases worked out by hand, and NumPy's correlation of average ranks. */
class AgreementTest {

    private static final float[] A = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5f};
    private static final float[] B = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8};

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertArrayEquals(new double[] {4, 1.5, 6, 1.5, 7.5, 10, 3, 9, 7.5, 5}, Ranks.average(A));
        assertArrayEquals(new double[] {2.5, 2.5, 4, 1}, Ranks.average(new float[] {0f, -0f, 1e-45f, -3}));
    }

    /** numpy.corrcoef of the ranks above. */
    @Test
    void tiedListsHaveTheCorrelationOfTheirAverageRanks() {
        assertEquals(0.16308001724472523, Agreement.spearman(A, B), 1e-12);
    }

    @Test
    void onlyTheOrderCounts() {
        float[] cubes = new float[A.length];
        for (int i = 0; i < A.length; i++) {
            cubes[i] = A[i] * A[i] * A[i];
        }
        assertEquals(1, Agreement.spearman(A, cubes), 1e-12);
        float[] reversed = new float[A.length];
        for (int i = 0; i < A.length; i++) {
            reversed[i] = -A[i];
        }
        assertEquals(-1, Agreement.spearman(A, reversed), 1e-12);
        assertTrue(Double.isNaN(Agreement.spearman(A, new float[A.length])));
    }

    /** Without ties, 1 - 6 sum d^2 / (n (n^2 - 1)). */
    @Test
    void withoutTiesTheClassicFormulaHolds() {
        Random random = new Random(5);
        float[] a = new float[50];
        float[] b = new float[50];
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) random.nextGaussian();
            b[i] = (float) random.nextGaussian();
        }
        double squares = 0;
        double[] ranksA = Ranks.average(a);
        double[] ranksB = Ranks.average(b);
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow(ranksA[i] - ranksB[i], 2);
        }
        assertEquals(1 - 6 * squares / (50.0 * (50 * 50 - 1)), Agreement.spearman(a, b), 1e-12);
    }

    @Test
    void theStrongestAreComparedBySign() {
        float[] a = {5, 4, 3, 0, -1, -2};
        float[] b = {5, -4, 3, 2, 0, -2};
        Agreement agreement = Agreement.of(a, b, 2);
        assertEquals(1, agreement.commonProponents());
        assertEquals(2, agreement.proponents());
        assertEquals(1, agreement.commonOpponents());
        Agreement all = Agreement.of(a, b, 100);
        assertEquals(2, all.commonProponents());
        assertEquals(3, all.proponents());
        assertEquals(1, all.commonOpponents());
        assertEquals(2, all.opponents());
    }

    @Test
    void listsOfOtherLengthsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Agreement.of(A, Arrays.copyOf(B, 3), 2));
    }

    @Test
    void aRunAgreesWithItself() {
        float[][] first = {A, B};
        float[][] second = {B, B};
        AgreementMatrix matrix = AgreementMatrix.of(List.of(first, second), 3);
        assertEquals(1, matrix.spearman()[0][0], 1e-12);
        assertEquals((Agreement.spearman(A, B) + 1) / 2, matrix.spearman()[0][1], 1e-12);
        assertEquals(matrix.spearman()[0][1], matrix.spearman()[1][0], 0);
        assertEquals(1, matrix.common()[1][1], 1e-12);
    }
}

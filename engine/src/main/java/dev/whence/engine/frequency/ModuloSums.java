package dev.whence.engine.frequency;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Inputs that are sums {@code a + b =} modulo a number, each of four one-hot tokens: the numbers come first among the tokens,
 * then the plus sign and the equals sign.
 *
 * @param modulus of the sums
 * @param sums {@code a + b} of each input, 0 to {@code 2 modulus - 2}
 */
public record ModuloSums(int modulus, int[] sums) {

    private static final int TOKENS = 4;
    private static final int SIGNS = 2;

    /**
     * Reads the sums if inputs are such.
     *
     * @param label of an input, -1 if unknown
     * @return empty if any input is something else or has another label than its sum
     */
    public static Optional<ModuloSums> of(ModelInputs inputs, IntUnaryOperator label) {
        Shape shape = inputs.shape();
        if (shape.rank() != 3 || shape.dim(0) != 1 || shape.dim(1) != TOKENS || shape.dim(2) < 2 + SIGNS) {
            return Optional.empty();
        }
        int words = shape.dim(2);
        int modulus = words - SIGNS;
        int[] sums = new int[inputs.size()];
        for (int i = 0; i < sums.length; i++) {
            Tensor input = inputs.batch(i);
            int a = word(input, 0, words);
            int b = word(input, 2, words);
            boolean signs = word(input, 1, words) == modulus && word(input, 3, words) == modulus + 1;
            if (a < 0 || b < 0 || a >= modulus || b >= modulus || !signs) {
                return Optional.empty();
            }
            sums[i] = a + b;
            int known = label.applyAsInt(i);
            if (known >= 0 && known != sums[i] % modulus) {
                return Optional.empty();
            }
        }
        return sums.length == 0 ? Optional.empty() : Optional.of(new ModuloSums(modulus, sums));
    }

    /** The one token at a place, -1 if there are several or none. */
    private static int word(Tensor input, int place, int words) {
        int found = -1;
        for (int w = 0; w < words; w++) {
            double value = input.get(place * words + w);
            if (value != 0 && (value != 1 || found >= 0)) {
                return -1;
            }
            found = value == 1 ? w : found;
        }
        return found;
    }
}

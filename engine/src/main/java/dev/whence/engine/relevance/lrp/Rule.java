package dev.whence.engine.relevance.lrp;

import dev.whence.engine.tensor.Tensor;

/**
 * How relevance at a layer's output is distributed over its inputs. Notation: {@code x+, x-} positive and negative part,
 * {@code L(x; w, b)} the layer, {@code L'(s; w)} its transpose, {@code R} relevance from above.
 */
public sealed interface Rule {

    /** The ordinary gradient: {@code R dy/dx}. */
    record Gradient() implements Rule {}

    /** {@code x L'(R / stab(L(x; w, b)); w)} (Bach et al. 2015, eq. 58). */
    record Epsilon(Stabilizer stabilizer) implements Rule {}

    /** Only positive contributions count (Montavon et al. 2017, eq. 28; extended to negative inputs). */
    record ZPlus(Stabilizer stabilizer) implements Rule {}

    /**
     * Positive and negative contributions apart, weighted by alpha and beta (Bach et al. 2015, eq. 60).
     *
     * @param alpha {@code >= 0}
     * @param beta {@code alpha - 1 >= 0}
     */
    record AlphaBeta(double alpha, double beta, Stabilizer stabilizer) implements Rule {
        public AlphaBeta {
            if (alpha < 0 || beta < 0 || Math.abs(alpha - beta - 1) > 1e-12) {
                throw new IllegalArgumentException("alpha - beta must be 1, both >= 0");
            }
        }
    }

    /** Favours positive contributions by gamma (Montavon et al. 2019); generalised to outputs of either sign. */
    record Gamma(double gamma, Stabilizer stabilizer) implements Rule {}

    /**
     * For inputs known to lie in a box (Montavon et al. 2017, eq. 24).
     *
     * @param low lower bound, one value or one per channel
     * @param high upper bound, likewise
     */
    record ZBox(Tensor low, Tensor high, Stabilizer stabilizer) implements Rule {}

    /** Input values do not matter, squared weights do (Montavon et al. 2017, eq. 21). */
    record WSquare(Stabilizer stabilizer) implements Rule {}

    /** Every input of a window gets the same (Lapuschkin et al. 2019). */
    record Flat(Stabilizer stabilizer) implements Rule {}

    /** In proportion to each input's share of the output: sums, average pooling. */
    record Norm(Stabilizer stabilizer) implements Rule {}

    /** Relevance goes through unchanged. */
    record Pass() implements Rule {}

    /**
     * A product of a signal and a gate: the signal takes all (Arras et al. 2017).
     *
     * @param signal which input of the layer carries the signal
     */
    record SignalTakesAll(int signal) implements Rule {}

    /** A product of two signals: each factor takes half. */
    record EqualShares() implements Rule {}

    /** {@code max(R, 0)} (Zeiler and Fergus 2014). */
    record ReluDeconvNet() implements Rule {}

    /** {@code R [x > 0] [R > 0]} (Springenberg et al. 2015). */
    record ReluGuidedBackprop() implements Rule {}

    /** {@code R sigmoid(beta x)} (Dombrowski et al. 2019). */
    record ReluBetaSmooth(double beta) implements Rule {}

    /** The rule's name with its parameter, for tables: {@code Gamma 0.25}. */
    default String label() {
        String name = getClass().getSimpleName();
        if (this instanceof Epsilon epsilon) {
            return name + " " + epsilon.stabilizer().epsilon();
        }
        if (this instanceof AlphaBeta both) {
            return name + " " + both.alpha() + ", " + both.beta();
        }
        if (this instanceof Gamma gamma) {
            return name + " " + gamma.gamma();
        }
        if (this instanceof ReluBetaSmooth smooth) {
            return name + " " + smooth.beta();
        }
        return name;
    }
}

package dev.whence.engine.workspace;

import dev.whence.engine.relevance.gradient.AxiomCheck.Outcome;
import dev.whence.engine.relevance.gradient.BiasRemovalEffect;

/**
 * What X-Gradient can promise on a network, and what it could on the same network without biases (Hesse et al. 2021).
 *
 * @param effect what was removed and how many decisions are right before and after
 * @param asItIs the axioms on the network as it is
 * @param without the axioms on the network without biases
 * @param images number of test images that the axioms were measured on
 */
public record AxiomReport(BiasRemovalEffect effect, Outcome asItIs, Outcome without, int images) {

    /** Points of the integral that X-Gradient is compared with. */
    public static final int STEPS = 128;
}

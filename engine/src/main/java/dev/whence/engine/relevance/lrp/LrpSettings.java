package dev.whence.engine.relevance.lrp;

import dev.whence.engine.settings.Setting;

/** Settings of layer-wise relevance propagation. */
public record LrpSettings(
        @Setting(
                label = "Composite",
                help = "Which rule each kind of layer gets, by the names of the LRP literature.",
                defaultValue = "epsilon-plus-flat")
        Composite composite,

        @Setting(
                label = "Canonizer",
                help = "How the network is rewritten first: batch normalisations merged, sums and gates shared."
                        + " Auto shares wherever activations are added or multiplied.",
                defaultValue = "auto")
        Canonizer canonizer,

        @Setting(
                label = "Zero biases",
                help = "Leaves biases out of the shares, so that they absorb no relevance and it is conserved.",
                defaultValue = "false")
        boolean zeroBias,

        @Setting(
                label = "Start value",
                help = "What is distributed: 1 for the explained class, or the class's logit.",
                defaultValue = "one-hot")
        Start start,

        @Setting(
                label = "Rules of single layers",
                help =
                        "Exceptions from the composite as layer=rule, separated by semicolons; rules: gradient, pass, norm,"
                                + " flat, wsquare, zplus, epsilon:E, gamma:G, alpha-beta:A (beta is A - 1),"
                                + " box for the first layer; deconvnet, guided, beta-smooth:B for ReLUs.",
                defaultValue = "",
                advanced = true)
        String rules,

        @Setting(
                label = "Layer",
                help =
                        "Where the map is taken: the values that leave this layer, by its name; empty for the image itself.",
                defaultValue = "",
                advanced = true)
        String layer,

        @Setting(
                label = "Merges",
                help = "Batch normalisations to merge and the layers they are merged into, as norm=layer, separated by"
                        + " semicolons; empty for all that stand next to a layer.",
                defaultValue = "",
                advanced = true)
        String merges) {

    /** The usual choices, with a map of the image itself. */
    public static LrpSettings of(Composite composite, Canonizer canonizer, boolean zeroBias) {
        return new LrpSettings(composite, canonizer, zeroBias, Start.ONE_HOT, "", "", "");
    }

    /** What relevance propagation starts with. */
    public enum Start {
        ONE_HOT,
        LOGIT
    }
}

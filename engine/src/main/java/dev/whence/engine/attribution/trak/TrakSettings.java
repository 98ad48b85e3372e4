package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.gradient.ChosenParameters;
import dev.whence.engine.settings.Setting;

/** Settings of TRAK. */
public record TrakSettings(
        @Setting(
                label = "Dimensions",
                help = "Size of the randomly projected gradients. More keeps more of the gradient and costs more.",
                defaultValue = "512",
                min = 1,
                max = 65_536)
        int dimensions,

        @Setting(
                label = "Damping",
                help =
                        "Added to the diagonal of the features' product before it is inverted. Zero is the original method.",
                defaultValue = "0",
                min = 0,
                max = 1e12)
        double damping,

        @Setting(
                label = "Projection",
                help =
                        "How the projection matrix is drawn; none keeps the gradients whole. Auto draws +1 and -1 (rademacher) as"
                                + " long as parameters times dimensions are at most 67 million, and the sparse transform (sjlt) for"
                                + " larger networks, where a dense matrix takes many times as long.",
                defaultValue = "auto",
                advanced = true)
        TrakProjection projection,

        @ChosenParameters String parameters,

        @Setting(
                label = "Dropout",
                help =
                        "Share of the values that each member of a dropout ensemble sets to zero at the network's dropout"
                                + " layers; 0 leaves the network as it is (Deng et al. 2024).",
                defaultValue = "0",
                min = 0,
                max = 0.95,
                advanced = true)
        double dropout,

        @Setting(
                label = "Dropout members",
                help = "How many thinned networks are drawn from each checkpoint when dropout is above 0.",
                defaultValue = "1",
                min = 1,
                max = 1000,
                advanced = true)
        int members,

        @Setting(
                label = "Weight of members",
                help =
                        "Plain adds the members' scores as they are; equal divides each member's inverse kernel by its mean"
                                + " absolute entry first, so that none outweighs the others.",
                defaultValue = "plain",
                advanced = true)
        Weighting weighting) {

    /** How the members of an ensemble are weighed against each other. */
    public enum Weighting {
        PLAIN,
        EQUAL
    }
}

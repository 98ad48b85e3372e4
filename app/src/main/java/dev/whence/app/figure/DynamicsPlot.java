package dev.whence.app.figure;

import dev.whence.engine.BadInputException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The single plots of a training. */
public enum DynamicsPlot {
    TRAINING("loss and accuracy"),
    CLASSES("contributions by class, added up"),
    STEPS("contributions by class, step by step"),
    IMAGES("training images through time"),
    LAYERS("influence of layers"),
    BALANCE("gradients against decay"),
    RATIO("gradients over decay"),
    NORMS("parameter norms"),
    RECONSTRUCTION("reconstruction"),
    RESIDUAL("residual before closing"),
    MATRIX(
            "kernel matrix",
            "Rows are test images, columns training images, both by class: red for the test image’s true class, blue against it."),
    SIMILARITY(
            "similarity of test images",
            "How alike test images are by what training images gave them: the cosine of their rows in the kernel matrix."),
    MAP(
            "map of test images",
            "Test images that the same training images moved lie close together. A click explains one."),
    CHANGE(
            "change of the kernel matrix",
            "The kernel matrix of the sixth of the training around the step that is looked at."),
    IMPORTANCE(
            "importance by layer",
            "How much each layer’s parameters did in all outputs for some test images: the sum of all magnitudes, in logits. A click shows a layer’s channels."),
    CHANNELS(
            "importance by channel",
            "The same by channel: the parameters that make one output of a layer, added up in logits."),
    COSINES(
            "similarity by parameter kernels",
            "How alike test images are by what each parameter did for them: the cosine of their parameter kernels."),
    EMBEDDING(
            "map by parameter kernels",
            "Test images for which the same parameters did the same lie close together (first two principal components). A click explains one."),
    PRUNING(
            "pruning: accuracy",
            "What is left without the least important parameters: the share of test images decided rightly."),
    AGREEMENT(
            "pruning: agreement",
            "What is left without the least important parameters: the share of test images decided as by the whole network."),
    DIVERGENCE(
            "pruning: divergence",
            "How far the outputs go from those of the whole network without the least important parameters (Kullback-Leibler, in nats)."),
    PRUNED("pruned share by layer", "How much of each layer goes where nine tenths of all parameters are taken away."),
    SWAP(
            "swapped layers",
            "What an earlier state gains in accuracy if one of its layers is replaced by that of the trained network."),
    RETRAINED(
            "retrained around parts",
            "Accuracy of random networks trained around the inner or the outer layers of earlier states: mean and spread of five."),
    SPECTRUM(
            "frequencies of the embedding",
            "How much of the embedding is a wave of each frequency over the numbers, along the training."),
    SUMS(
            "similarity of sums",
            "How alike test sums are by what each parameter did for them: the cosine of their parameter kernels, sorted by sum."),
    FREQUENCIES(
            "similarity by frequency",
            "How much of that similarity is a wave of each frequency in the difference of two sums."),
    PERIODS("waves in the similarity", "The waves that fit the similarity of sums best, by their period."),
    WAVES(
            "similarity from these waves",
            "The similarity as the fitted waves have it, to compare with the measured one."),
    ALONG(
            "principal components by sum",
            "Where sums lie along the two directions in which their parameter kernels differ most: mean and spread by sum."),
    ACTIVATIONS(
            "similarity of activations",
            "How alike test sums are by what comes out of the layer: the cosine of their activations, sorted by sum.");

    private static final Set<DynamicsPlot> TABLELESS = EnumSet.of(COSINES, EMBEDDING, SUMS, WAVES, ACTIVATIONS);

    private final String label;
    private final String help;

    DynamicsPlot(String label) {
        this(label, "");
    }

    DynamicsPlot(String label, String help) {
        this.label = label;
        this.help = help;
    }

    /** What is drawn and in which unit, in a sentence; empty where the view says so itself. */
    public String help() {
        return help;
    }

    /** As it is written on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label;
    }

    /** Whether it shows one output of the network. */
    public boolean isOfOneClass() {
        return this == CLASSES || this == STEPS || this == IMAGES;
    }

    /** Whether it may show one layer only. */
    boolean hasLayers() {
        return isOfSeveralTests() || this == CHANNELS || this == COSINES || this == EMBEDDING || comparesSums();
    }

    /** Whether it shows test images against training images. */
    boolean isOfSeveralTests() {
        return this == MATRIX || this == SIMILARITY || this == MAP || this == CHANGE;
    }

    /** Whether it shows the parts of the network. */
    public boolean isOfComponents() {
        return EnumSet.range(IMPORTANCE, ACTIVATIONS).contains(this);
    }

    /** Whether its numbers make a table: the parts of the network as bars or curves. */
    public boolean hasTable() {
        return isOfComponents() && !TABLELESS.contains(this);
    }

    /** Whether it is about a network that adds modulo a number. */
    public boolean isOfSums() {
        return this == SPECTRUM || comparesSums();
    }

    /** Whether it shows how alike sums are. */
    boolean comparesSums() {
        return EnumSet.range(SUMS, ACTIVATIONS).contains(this);
    }

    /** All names, for sentences. */
    static String names() {
        return Arrays.stream(values()).map(DynamicsPlot::id).collect(Collectors.joining(", "));
    }

    /**
     * The plot of that name.
     *
     * @throws BadInputException if there is none
     */
    public static DynamicsPlot byId(String id) {
        return Arrays.stream(values())
                .filter(plot -> plot.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new BadInputException("There is no plot '" + id + "'; give one of " + names() + "."));
    }
}

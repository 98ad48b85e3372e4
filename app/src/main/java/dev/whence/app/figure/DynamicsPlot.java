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
    MATRIX("kernel matrix"),
    SIMILARITY("similarity of test images"),
    MAP("map of test images"),
    CHANGE("change of the kernel matrix"),
    IMPORTANCE("importance by layer"),
    CHANNELS("importance by channel"),
    COSINES("similarity by parameter kernels"),
    EMBEDDING("map by parameter kernels"),
    PRUNING("pruning: accuracy"),
    AGREEMENT("pruning: agreement"),
    DIVERGENCE("pruning: divergence"),
    PRUNED("pruned share by layer"),
    SWAP("swapped layers"),
    RETRAINED("retrained around parts"),
    SPECTRUM("frequencies of the embedding"),
    SUMS("similarity of sums"),
    FREQUENCIES("similarity by frequency"),
    PERIODS("waves in the similarity"),
    WAVES("similarity from these waves"),
    ALONG("principal components by sum"),
    ACTIVATIONS("similarity of activations");

    private static final Set<DynamicsPlot> TABLELESS = EnumSet.of(COSINES, EMBEDDING, SUMS, WAVES, ACTIVATIONS);

    private final String label;

    DynamicsPlot(String label) {
        this.label = label;
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

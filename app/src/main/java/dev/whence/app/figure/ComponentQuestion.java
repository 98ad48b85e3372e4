package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsPlot;

/** What must be computed before plots of the network's parts can be drawn. */
enum ComponentQuestion {
    REPORT(
            "Importance of layers and channels",
            "Follows every parameter’s part in all outputs for some test images of each class through the training;"
                    + " takes a minute or two for the sample project."),
    PRUNING(
            "Pruning by importance",
            "Takes away more and more parameters, the least important ones first, and looks at what is left: for that"
                    + " the importance of all parameters is computed first."),
    SWAP(
            "Swapping layers",
            "Puts each layer of the trained network into earlier states and looks at how many test images are then"
                    + " decided rightly."),
    RETRAINING(
            "Retraining around parts",
            "Takes the inner or the outer layers of earlier states into networks with random weights, trains these five"
                    + " times each and looks at how many test images are then decided rightly; takes a few dozen times"
                    + " as long as the training."),
    SUMS(
            "Similarity of sums",
            "Follows every parameter’s part in the outputs for the test sums through the training and looks for waves"
                    + " in how alike they are."),
    SPECTRUM("Frequencies of the embedding", "Looks at the frequencies that the embedding holds in each stored state.");

    private final String title;
    private final String help;

    ComponentQuestion(String title, String help) {
        this.title = title;
        this.help = help;
    }

    /** Which question a plot answers. */
    static ComponentQuestion of(DynamicsPlot plot) {
        return switch (plot) {
            case IMPORTANCE, CHANNELS, COSINES, EMBEDDING -> REPORT;
            case SWAP -> SWAP;
            case RETRAINED -> RETRAINING;
            case SPECTRUM -> SPECTRUM;
            default -> plot.isOfSums() ? SUMS : PRUNING;
        };
    }

    String title() {
        return title;
    }

    /** What the computation does, in sentences. */
    String help() {
        return help + " The result is kept.";
    }
}

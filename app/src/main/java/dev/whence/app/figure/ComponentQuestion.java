package dev.whence.app.figure;

import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.ComponentService;
import dev.whence.engine.workspace.Workspace;

/** What must be computed before plots of the network's parts can be drawn. */
public enum ComponentQuestion {
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
    public static ComponentQuestion of(DynamicsPlot plot) {
        return switch (plot) {
            case IMPORTANCE, CHANNELS, COSINES, EMBEDDING -> REPORT;
            case SWAP -> SWAP;
            case RETRAINED -> RETRAINING;
            case SPECTRUM -> SPECTRUM;
            default -> plot.isOfSums() ? SUMS : PRUNING;
        };
    }

    /**
     * The answer, found in the cache or computed.
     *
     * @param options how exactly, for what follows parameters through the training
     * @param checkpoints how many of the stored states to use for that; 0 for all
     * @return what {@link ComponentPlot#of} draws
     * @throws dev.whence.engine.BadInputException if the history is not one of this classifier
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public Object answer(
            Workspace opened, HistoryFolder history, PathKernelOptions options, int checkpoints, Progress progress) {
        ComponentService components = opened.dynamics().components();
        return switch (this) {
            case REPORT -> components.report(history, options, checkpoints, progress);
            case PRUNING -> components.prune(history, options, checkpoints, progress);
            case SWAP -> components.swap(history, progress);
            case RETRAINING -> components.retrain(history, progress);
            case SUMS -> opened.dynamics().frequencies().report(history, options, checkpoints, progress);
            case SPECTRUM -> opened.dynamics().frequencies().spectrum(history, progress);
        };
    }

    public String title() {
        return title;
    }

    /** What the computation does, in sentences. */
    public String help() {
        return help + " The result is kept.";
    }
}

package dev.whence.app.cli.option;

import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.dynamics.StripOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One plot instead of the page with the most important ones. */
public final class DynamicsPlotOptions {

    @Option(
            names = "--plot",
            paramLabel = "NAME",
            description =
                    "One plot instead of the whole page: training, classes, steps, images, layers, balance, ratio,"
                            + " norms, reconstruction, residual, matrix, similarity, map, change, importance, channels, cosines,"
                            + " embedding, pruning, agreement, divergence, pruned, swap, retrained; of sums modulo a number also"
                            + " spectrum, sums, frequencies, periods, waves, along, activations.")
    @Nullable
    public String plot;

    @Option(
            names = "--of-layer",
            paramLabel = "NAME",
            description =
                    "For matrix, similarity, map, change, channels, cosines and embedding: one layer. Default: all together.")
    String layer = "";

    @Option(
            names = "--order",
            paramLabel = "NAME",
            defaultValue = "strongest",
            description = "For images: strongest, strongest-now (with --at), for, against, class, dataset."
                    + " Default: ${DEFAULT-VALUE}.")
    String order = "strongest";

    @Option(
            names = "--at",
            paramLabel = "STEP",
            description = "For images, the step that strongest-now sorts by; for change, a step of the part shown.")
    int at = -1;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + DynamicsChoice.ROWS,
            description = "For images: most training images. Default: ${DEFAULT-VALUE}.")
    int rows = DynamicsChoice.ROWS;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "For importance, channels and pruning to swap: write the numbers into a table too.")
    @Nullable
    public Path csv;

    /** @throws BadInputException if a name is unknown or a number out of range */
    public DynamicsChoice choice(int test, int number) {
        if (rows < 1) {
            throw new BadInputException("--rows is " + rows + "; give 1 or more.");
        }
        DynamicsPlot wanted = DynamicsPlot.byId(plot == null ? "" : plot);
        return new DynamicsChoice(wanted, test, number, layer, StripOrder.byId(order), at, rows);
    }

    /** The class that a target means for a test image. */
    public static int number(Workspace opened, Target target, int test, Progress progress) {
        Targets resolved = Targets.resolve(
                target, opened.representations(Split.TEST, progress).select(new int[] {test}));
        if (resolved.negative()[0] >= 0) {
            throw new BadInputException("A single plot shows one class; give --target predicted, label or a number.");
        }
        return resolved.positive()[0];
    }
}

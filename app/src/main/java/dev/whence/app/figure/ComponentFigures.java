package dev.whence.app.figure;

import dev.whence.app.provenance.ImageWords;
import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.run.PartRetraining;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.SumReport;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.PlotTable;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.plot.BarFigure;
import dev.whence.visualization.figure.plot.CurveFigure;
import dev.whence.visualization.figure.plot.MatrixFigure;
import dev.whence.visualization.figure.plot.PlaneFigure;
import dev.whence.visualization.figure.plot.PlotPictures;

/** Plots of the parts of a network as figures and tables. Everything is read from the cache if it was computed before. */
public final class ComponentFigures {

    private final Workspace opened;
    private final HistoryFolder history;
    private final PathKernelOptions options;
    private final int checkpoints;

    /**
     * @param options how exactly
     * @param checkpoints how many of the stored states to use; 0 for all
     */
    public ComponentFigures(Workspace opened, HistoryFolder history, PathKernelOptions options, int checkpoints) {
        this.opened = opened;
        this.history = history;
        this.options = options;
        this.checkpoints = checkpoints;
    }

    Figure figure(DynamicsChoice choice, FigurePreset preset, double fontPt, Progress progress) {
        Object answer = answer(choice.plot(), progress);
        ComponentPlot drawn = plot(choice, answer);
        String caption = caption(choice.plot(), answer);
        if (drawn instanceof ComponentPlot.Bars bars) {
            return BarFigure.of(bars.plot(), bars.plot().words(), caption, preset, fontPt);
        }
        if (drawn instanceof ComponentPlot.Curves curves) {
            return CurveFigure.of(curves.plot(), curves.plot().words(), caption, preset, fontPt);
        }
        if (drawn instanceof ComponentPlot.Plane plane) {
            ImageDataset images = opened.images(Split.TEST);
            PlotPictures pictures = new PlotPictures(images::picture, images::name, PictureTone.AS_STORED);
            return PlaneFigure.of(plane.plot(), pictures, plane.plot().words(), caption, preset, fontPt);
        }
        MatrixPlot matrix = ((ComponentPlot.Matrix) drawn).plot();
        return MatrixFigure.of(matrix, matrix.words(), caption, preset, fontPt);
    }

    private Object answer(DynamicsPlot plot, Progress progress) {
        return ComponentQuestion.of(plot).answer(opened, history, options, checkpoints, progress);
    }

    /** As it is drawn on paper: channels sorted by importance. */
    private ComponentPlot plot(DynamicsChoice choice, Object answer) {
        ComponentPlot plot = ComponentPlot.of(
                choice.plot(),
                answer,
                choice.layer(),
                test -> ImageWords.className(
                        opened.classNames(), opened.images(Split.TEST).label(test)));
        return choice.plot() == DynamicsPlot.CHANNELS && plot instanceof ComponentPlot.Bars bars
                ? new ComponentPlot.Bars(ComponentPlots.sorted(bars.plot()))
                : plot;
    }

    /**
     * The numbers of a plot as comma-separated values; empty for plots without a table.
     *
     * @throws dev.whence.engine.BadInputException if there is no such layer
     */
    public String table(DynamicsChoice choice, Progress progress) {
        if (!choice.plot().hasTable()) {
            return "";
        }
        ComponentPlot drawn = plot(choice, answer(choice.plot(), progress));
        return drawn instanceof ComponentPlot.Bars bars
                ? PlotTable.of(bars.plot())
                : PlotTable.of(((ComponentPlot.Curves) drawn).plot());
    }

    private String caption(DynamicsPlot plot, Object answer) {
        if (answer instanceof ComponentReport report) {
            return caption(report);
        }
        if (answer instanceof SumReport sums) {
            return caption(sums);
        }
        if (answer instanceof PartRetraining.Result retrained) {
            return SignedNumbers.count(retrained.images()) + " test images; at most "
                    + SignedNumbers.count(retrained.steps()) + " steps. Bars: standard deviation over "
                    + retrained.seeds() + " random starts. " + model();
        }
        if (answer instanceof LayerSwap.Result swap) {
            return SignedNumbers.count(swap.images()) + " test images. " + model();
        }
        return answer instanceof PruningCurve pruning && plot != DynamicsPlot.PRUNED ? caption(pruning) : model();
    }

    private String caption(ComponentReport report) {
        return SignedNumbers.count(report.tests().size())
                + " test images, all outputs; parameter kernels of the exact path kernel, "
                + String.join(", ", report.choices()) + ". " + model();
    }

    private String caption(SumReport report) {
        return SignedNumbers.count(report.tests().size()) + " test sums modulo " + report.modulus()
                + "; parameter kernels of the exact path kernel, " + String.join(", ", report.choices()) + ". "
                + model();
    }

    private String caption(PruningCurve curve) {
        return SignedNumbers.count(curve.images()) + " test images; importance by parameter kernels. Bars: standard"
                + " deviation over " + curve.splits() + " parts of the images, or over as many random choices. "
                + model();
    }

    private String model() {
        return SignedNumbers.count(history.steps()) + " steps of training. "
                + ExplanationPanel.model(opened.classifier());
    }
}

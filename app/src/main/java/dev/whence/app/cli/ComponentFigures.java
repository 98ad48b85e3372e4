package dev.whence.app.cli;

import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.engine.workspace.ComponentService;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.ComponentPlots.Measure;
import dev.whence.visualization.dynamics.PlotTable;
import dev.whence.visualization.figure.BarFigure;
import dev.whence.visualization.figure.CurveFigure;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.MatrixFigure;
import dev.whence.visualization.figure.PlaneFigure;
import dev.whence.visualization.figure.PlotPictures;

/** Plots of the parts of a network as figures and tables. Everything is read from the cache if it was computed before. */
public final class ComponentFigures {

    private final Workspace opened;
    private final HistoryFolder history;
    private final PathKernelOptions options;
    private final int checkpoints;
    private final ComponentService components;

    /**
     * @param options how exactly
     * @param checkpoints how many of the stored states to use; 0 for all
     */
    public ComponentFigures(Workspace opened, HistoryFolder history, PathKernelOptions options, int checkpoints) {
        this.opened = opened;
        this.history = history;
        this.options = options;
        this.checkpoints = checkpoints;
        components = opened.dynamics().components();
    }

    Figure figure(DynamicsChoice choice, FigurePreset preset, double fontPt, Progress progress) {
        return switch (choice.plot()) {
            case COSINES -> {
                ComponentReport report = report(progress);
                MatrixPlot plot = cosines(report, choice.layer());
                yield MatrixFigure.of(plot, plot.words(), caption(report), preset, fontPt);
            }
            case EMBEDDING -> {
                ComponentReport report = report(progress);
                PlanePlot plot = ComponentPlots.plane(report, ComponentPlots.indexOf(report, choice.layer()));
                ImageDataset images = opened.images(Split.TEST);
                PlotPictures pictures = new PlotPictures(images::picture, images::name, PictureTone.AS_STORED);
                yield PlaneFigure.of(plot, pictures, plot.words(), caption(report), preset, fontPt);
            }
            case IMPORTANCE, CHANNELS -> {
                BarPlot plot = bars(choice, progress);
                yield BarFigure.of(plot, plot.words(), caption(report(progress)), preset, fontPt);
            }
            case PRUNED -> {
                BarPlot plot = bars(choice, progress);
                yield BarFigure.of(plot, plot.words(), model(), preset, fontPt);
            }
            default -> {
                CurvePlot plot = curves(choice.plot(), progress);
                yield CurveFigure.of(plot, plot.words(), curveCaption(choice.plot(), progress), preset, fontPt);
            }
        };
    }

    private ComponentReport report(Progress progress) {
        return components.report(history, options, checkpoints, progress);
    }

    private MatrixPlot cosines(ComponentReport report, String layer) {
        ImageDataset images = opened.images(Split.TEST);
        return ComponentPlots.cosines(
                report,
                ComponentPlots.indexOf(report, layer),
                test -> ImageWords.className(opened.classNames(), images.label(test)));
    }

    /** Bars as they are shown: channels sorted by importance. */
    private BarPlot bars(DynamicsChoice choice, Progress progress) {
        if (choice.plot() == DynamicsPlot.PRUNED) {
            return ComponentPlots.prunedShares(components.prune(history, options, checkpoints, progress));
        }
        ComponentReport report = report(progress);
        return choice.plot() == DynamicsPlot.IMPORTANCE
                ? ComponentPlots.layers(report)
                : ComponentPlots.sorted(
                        ComponentPlots.channels(report, ComponentPlots.indexOf(report, choice.layer())));
    }

    private CurvePlot curves(DynamicsPlot plot, Progress progress) {
        if (plot == DynamicsPlot.SWAP) {
            return ComponentPlots.swap(components.swap(history, progress));
        }
        Measure measure = switch (plot) {
            case AGREEMENT -> Measure.AGREEMENT;
            case DIVERGENCE -> Measure.DIVERGENCE;
            default -> Measure.ACCURACY;
        };
        return ComponentPlots.pruning(components.prune(history, options, checkpoints, progress), measure);
    }

    /**
     * The numbers of a plot as comma-separated values; empty for plots without a table.
     *
     * @throws dev.whence.engine.BadInputException if there is no such layer
     */
    public String table(DynamicsChoice choice, Progress progress) {
        return switch (choice.plot()) {
            case IMPORTANCE, CHANNELS, PRUNED -> PlotTable.of(bars(choice, progress));
            case PRUNING, AGREEMENT, DIVERGENCE, SWAP -> PlotTable.of(curves(choice.plot(), progress));
            default -> "";
        };
    }

    private String caption(ComponentReport report) {
        return SignedNumbers.count(report.tests().size())
                + " test images, all outputs; parameter kernels of the exact path kernel, "
                + String.join(", ", report.choices()) + ". " + model();
    }

    private String curveCaption(DynamicsPlot plot, Progress progress) {
        if (plot == DynamicsPlot.SWAP) {
            return SignedNumbers.count(components.swap(history, progress).images()) + " test images. " + model();
        }
        var curve = components.prune(history, options, checkpoints, progress);
        return SignedNumbers.count(curve.images()) + " test images; importance by parameter kernels. Bars: standard"
                + " deviation over " + curve.splits() + " parts of the images, or over as many random choices. "
                + model();
    }

    private String model() {
        return SignedNumbers.count(history.steps()) + " steps of training. "
                + ExplanationPanel.model(opened.classifier());
    }
}

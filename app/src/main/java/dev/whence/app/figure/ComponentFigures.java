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
import dev.whence.engine.workspace.ComponentService;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.SumReport;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.ComponentPlots.Measure;
import dev.whence.visualization.dynamics.FrequencyPlots;
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
                ComponentReport report = report(progress);
                BarPlot plot = bars(report, choice);
                yield BarFigure.of(plot, plot.words(), caption(report), preset, fontPt);
            }
            case PRUNED -> {
                BarPlot plot = ComponentPlots.prunedShares(pruning(progress));
                yield BarFigure.of(plot, plot.words(), model(), preset, fontPt);
            }
            case SUMS, WAVES, ACTIVATIONS -> {
                SumReport report = sums(progress);
                MatrixPlot plot = matrix(report, choice);
                yield MatrixFigure.of(plot, plot.words(), caption(report), preset, fontPt);
            }
            case FREQUENCIES -> {
                SumReport report = sums(progress);
                BarPlot plot = FrequencyPlots.frequencies(report, FrequencyPlots.indexOf(report, choice.layer()));
                yield BarFigure.of(plot, plot.words(), caption(report), preset, fontPt);
            }
            case PERIODS, ALONG -> {
                SumReport report = sums(progress);
                CurvePlot plot = curves(report, choice);
                yield CurveFigure.of(plot, plot.words(), caption(report), preset, fontPt);
            }
            case SPECTRUM -> {
                CurvePlot plot =
                        FrequencyPlots.spectrum(opened.dynamics().frequencies().spectrum(history, progress));
                yield CurveFigure.of(plot, plot.words(), model(), preset, fontPt);
            }
            case RETRAINED -> {
                PartRetraining.Result retrained = components.retrain(history, progress);
                CurvePlot plot = ComponentPlots.retrained(retrained);
                String caption = SignedNumbers.count(retrained.images()) + " test images; at most "
                        + SignedNumbers.count(retrained.steps()) + " steps. Bars: standard deviation over "
                        + retrained.seeds() + " random starts. " + model();
                yield CurveFigure.of(plot, plot.words(), caption, preset, fontPt);
            }
            case SWAP -> {
                LayerSwap.Result swap = components.swap(history, progress);
                CurvePlot plot = ComponentPlots.swap(swap);
                String caption = SignedNumbers.count(swap.images()) + " test images. " + model();
                yield CurveFigure.of(plot, plot.words(), caption, preset, fontPt);
            }
            default -> {
                PruningCurve pruning = pruning(progress);
                CurvePlot plot = ComponentPlots.pruning(pruning, measure(choice.plot()));
                yield CurveFigure.of(plot, plot.words(), caption(pruning), preset, fontPt);
            }
        };
    }

    private SumReport sums(Progress progress) {
        return opened.dynamics().frequencies().report(history, options, checkpoints, progress);
    }

    private static MatrixPlot matrix(SumReport report, DynamicsChoice choice) {
        int layer = FrequencyPlots.indexOf(report, choice.layer());
        return switch (choice.plot()) {
            case WAVES -> FrequencyPlots.waves(report, layer);
            case ACTIVATIONS -> FrequencyPlots.activations(report, layer);
            default -> FrequencyPlots.sums(report, layer);
        };
    }

    private static CurvePlot curves(SumReport report, DynamicsChoice choice) {
        int layer = FrequencyPlots.indexOf(report, choice.layer());
        return choice.plot() == DynamicsPlot.ALONG
                ? FrequencyPlots.along(report, layer)
                : FrequencyPlots.periods(report, layer);
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

    private PruningCurve pruning(Progress progress) {
        return components.prune(history, options, checkpoints, progress);
    }

    /** Bars as they are shown: channels sorted by importance. */
    private static BarPlot bars(ComponentReport report, DynamicsChoice choice) {
        return choice.plot() == DynamicsPlot.IMPORTANCE
                ? ComponentPlots.layers(report)
                : ComponentPlots.sorted(
                        ComponentPlots.channels(report, ComponentPlots.indexOf(report, choice.layer())));
    }

    private static Measure measure(DynamicsPlot plot) {
        return switch (plot) {
            case AGREEMENT -> Measure.AGREEMENT;
            case DIVERGENCE -> Measure.DIVERGENCE;
            default -> Measure.ACCURACY;
        };
    }

    /**
     * The numbers of a plot as comma-separated values; empty for plots without a table.
     *
     * @throws dev.whence.engine.BadInputException if there is no such layer
     */
    public String table(DynamicsChoice choice, Progress progress) {
        return switch (choice.plot()) {
            case IMPORTANCE, CHANNELS -> PlotTable.of(bars(report(progress), choice));
            case PRUNED -> PlotTable.of(ComponentPlots.prunedShares(pruning(progress)));
            case PRUNING, AGREEMENT, DIVERGENCE ->
                PlotTable.of(ComponentPlots.pruning(pruning(progress), measure(choice.plot())));
            case RETRAINED -> PlotTable.of(ComponentPlots.retrained(components.retrain(history, progress)));
            case SPECTRUM ->
                PlotTable.of(
                        FrequencyPlots.spectrum(opened.dynamics().frequencies().spectrum(history, progress)));
            case FREQUENCIES -> {
                SumReport report = sums(progress);
                yield PlotTable.of(FrequencyPlots.frequencies(report, FrequencyPlots.indexOf(report, choice.layer())));
            }
            case PERIODS, ALONG -> PlotTable.of(curves(sums(progress), choice));
            case SWAP -> PlotTable.of(ComponentPlots.swap(components.swap(history, progress)));
            default -> "";
        };
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

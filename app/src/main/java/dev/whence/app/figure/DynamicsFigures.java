package dev.whence.app.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.chart.StripPlot;
import dev.whence.visualization.dynamics.DynamicsPlots;
import dev.whence.visualization.dynamics.KernelMatrix;
import dev.whence.visualization.dynamics.StripPlots;
import dev.whence.visualization.dynamics.TrainingStory;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.plot.MatrixFigure;
import dev.whence.visualization.figure.plot.PlaneFigure;
import dev.whence.visualization.figure.plot.PlotPictures;
import dev.whence.visualization.figure.plot.StepPlotFigure;
import dev.whence.visualization.figure.plot.StripFigure;
import java.util.List;

/**
 * Single plots of a training as figures. The window's export and the command line use the same, so that they write the
 * same bytes.
 */
public final class DynamicsFigures {

    private final Workspace opened;
    private final HistoryFolder history;
    private final ComputedDynamics source;

    private DynamicsFigures(Workspace opened, HistoryFolder history, ComputedDynamics source) {
        this.opened = opened;
        this.history = history;
        this.source = source;
    }

    /**
     * A figure with what it was made from.
     *
     * @param provenance JSON, to be embedded
     */
    public record Drawn(Figure figure, String provenance) {}

    /**
     * Computes what was not computed before and lays it out.
     *
     * @param options how exactly
     * @param checkpoints how many of the stored states to use; 0 for all
     * @param fontPt size of running text in points
     * @throws dev.whence.engine.BadInputException if there is no such layer
     */
    public static Drawn draw(
            Workspace opened,
            HistoryFolder history,
            PathKernelOptions options,
            int checkpoints,
            DynamicsChoice choice,
            FigurePreset preset,
            double fontPt,
            Progress progress) {
        DynamicsRequest request = new DynamicsRequest(new int[] {choice.test()}, null, options, checkpoints);
        try (ComputedDynamics source = new ComputedDynamics(opened, history, request)) {
            DynamicsFigures figures = new DynamicsFigures(opened, history, source);
            Figure figure = figures.figure(choice, preset, fontPt, progress);
            return new Drawn(figure, figures.provenance(choice, progress));
        }
    }

    private Figure figure(DynamicsChoice choice, FigurePreset preset, double fontPt, Progress progress) {
        return switch (choice.plot()) {
            case TRAINING, CLASSES, STEPS, LAYERS, BALANCE, RATIO, NORMS, RECONSTRUCTION, RESIDUAL -> {
                StepPlot plot = overSteps(choice, progress);
                String caption = caption(choice, progress);
                yield StepPlotFigure.of(plot, history.steps(), plot.words(), caption, preset, fontPt);
            }
            case IMAGES -> strips(choice, preset, fontPt, progress);
            case MATRIX, SIMILARITY, CHANGE -> {
                KernelMatrix matrix = source.matrix(progress);
                MatrixPlot plot = matrix(choice, matrix);
                yield MatrixFigure.of(plot, plot.words(), severalCaption(matrix), preset, fontPt);
            }
            case MAP -> {
                KernelMatrix matrix = source.matrix(progress);
                PlanePlot plot = matrix.plane(matrix.layers().indexOf(choice.layer()));
                yield PlaneFigure.of(plot, pictures(Split.TEST), plot.words(), severalCaption(matrix), preset, fontPt);
            }
            default -> source.components().figure(choice, preset, fontPt, progress);
        };
    }

    private MatrixPlot matrix(DynamicsChoice choice, KernelMatrix matrix) {
        int layer = matrix.layers().indexOf(choice.layer());
        return switch (choice.plot()) {
            case SIMILARITY -> matrix.similarity(layer);
            case CHANGE -> matrix.change(layer, matrix.windowOf(choice.step() < 0 ? history.steps() : choice.step()));
            default -> matrix.content(layer);
        };
    }

    private StepPlot overSteps(DynamicsChoice choice, Progress progress) {
        return switch (choice.plot()) {
            case TRAINING -> DynamicsPlots.loss(history, source.tests(progress));
            case CLASSES, STEPS ->
                DynamicsPlots.classes(
                        source.story(progress),
                        source.number(choice.number(), progress),
                        choice.plot() == DynamicsPlot.CLASSES);
            case BALANCE, RATIO -> DynamicsPlots.balance(source.story(progress), choice.plot() == DynamicsPlot.RATIO);
            case NORMS -> DynamicsPlots.norms(source.story(progress));
            case RECONSTRUCTION -> DynamicsPlots.reconstruction(source.story(progress));
            case RESIDUAL -> DynamicsPlots.residual(source.story(progress));
            default -> DynamicsPlots.layers(source.story(progress));
        };
    }

    private Figure strips(DynamicsChoice choice, FigurePreset preset, double fontPt, Progress progress) {
        ImageDataset train = opened.images(Split.TRAIN);
        List<String> names = opened.classNames();
        StripPlot plot = StripPlots.of(
                source.number(choice.number(), progress),
                names.get(choice.number()),
                choice.order(),
                choice.step() < 0 ? history.steps() : choice.step(),
                choice.rows(),
                train::label,
                image -> ImageWords.className(names, train.label(image)));
        String caption = caption(choice, progress) + " The first "
                + SignedNumbers.count(plot.rows().size()) + " of " + SignedNumbers.count(plot.all())
                + " training images that contributed, " + choice.order()
                + "; red in favour, blue against, a dot where the"
                + " image was in the batch.";
        return StripFigure.of(plot, pictures(Split.TRAIN), plot.words(), caption, preset, fontPt);
    }

    private PlotPictures pictures(Split split) {
        ImageDataset images = opened.images(split);
        return new PlotPictures(images::picture, images::name, PictureTone.AS_STORED);
    }

    private String caption(DynamicsChoice choice, Progress progress) {
        String steps = SignedNumbers.count(history.steps()) + " steps of training. ";
        String model = ExplanationPanel.model(opened.classifier());
        if (choice.plot() == DynamicsPlot.TRAINING) {
            TestCourse tests = source.tests(progress);
            String looked = tests == null
                    ? ""
                    : SignedNumbers.count(tests.images()) + " test images in "
                            + SignedNumbers.count(tests.states().length) + " states. ";
            return steps + looked + model;
        }
        TrainingStory story = source.story(progress);
        return steps + "Test image " + opened.images(Split.TEST).name(story.test()) + "; exact path kernel, "
                + String.join(", ", story.dynamics().info().choices()) + ". " + model;
    }

    private String severalCaption(KernelMatrix matrix) {
        return SignedNumbers.count(history.steps()) + " steps of training. True class of "
                + SignedNumbers.count(matrix.tests().size()) + " test images; exact path kernel, "
                + String.join(", ", matrix.choices()) + ". " + ExplanationPanel.model(opened.classifier());
    }

    private String provenance(DynamicsChoice choice, Progress progress) {
        Manifest manifest = new Manifest("figure dynamics");
        manifest.describeTrainAndTest(opened);
        ObjectNode root = manifest.root();
        root.put("history", String.valueOf(history.folder().getFileName()));
        root.put("steps", history.steps());
        root.put("plot", choice.plot().id());
        if (choice.plot().hasLayers()) {
            root.put("layer", choice.layer());
        }
        if (choice.plot().isOfSeveralTests()) {
            source.matrix(progress).choices().forEach(root.putArray("choices")::add);
        } else if (choice.plot() != DynamicsPlot.TRAINING && !choice.plot().isOfComponents()) {
            root.put("test_index", choice.test());
            root.put("test_image", opened.images(Split.TEST).id(choice.test()));
            source.story(progress).dynamics().info().choices().forEach(root.putArray("choices")::add);
        }
        if (choice.plot().isOfOneClass()) {
            root.put("target", choice.number());
        }
        if (choice.plot() == DynamicsPlot.IMAGES) {
            root.put("order", choice.order().id());
            root.put("rows", choice.rows());
        }
        return JsonText.of(root);
    }
}

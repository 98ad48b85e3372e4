package dev.whence.app.ui.dynamics;

import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.Labels;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.figure.ExportSettings;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureExport;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.StepPlotFigure;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.stage.FileChooser;

/** Writes single plots as figures for print. */
final class PlotExport {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private final Consumer<String> problem;

    /** @param problem receives a sentence for the person */
    PlotExport(DynamicsModel model, TaskCenter tasks, Consumer<String> problem) {
        this.model = model;
        this.tasks = tasks;
        this.problem = problem;
    }

    /**
     * A button that asks for a file.
     *
     * @param title of the figure as it is then
     */
    Button button(Supplier<StepPlot> plot, Supplier<String> title) {
        Button button = new Button("Export…");
        button.getStyleClass().add("link");
        button.setAccessibleText("Export this plot as a figure");
        button.setTooltip(Labels.tooltip("Writes this plot as PNG, SVG or PDF, by the file’s name."));
        button.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("Export plot");
            chooser.setInitialFileName("whence-dynamics.pdf");
            for (String ending : new String[] {"pdf", "svg", "png"}) {
                chooser.getExtensionFilters()
                        .add(new FileChooser.ExtensionFilter(ending.toUpperCase(Locale.ROOT), "*." + ending));
            }
            File picked = chooser.showSaveDialog(button.getScene().getWindow());
            if (picked != null) {
                write(plot.get(), title.get(), picked.toPath());
            }
        });
        return button;
    }

    /** Writes a plot in the background, two columns wide. */
    void write(StepPlot plot, String title, Path file) {
        FigurePreset preset = FigurePreset.DOUBLE;
        Figure figure = StepPlotFigure.of(plot, model.axis().stepsProperty().get(), title, caption(), preset);
        String provenance = DynamicsProvenance.of(model, title);
        tasks.submit(TaskRequest.of("Writing " + file.getFileName(), Lane.LIGHT, progress -> {
                    FigureExport.write(figure, file, new ExportSettings(preset.dpi()), provenance);
                    return file;
                })
                .onFailed(problem));
    }

    private String caption() {
        String steps = String.format(
                Locale.ROOT,
                "%,d steps of training.",
                model.axis().stepsProperty().get());
        if (model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done) {
            return steps + " Test image " + done.story().test() + "; exact path kernel, "
                    + String.join(", ", done.story().dynamics().info().choices()) + ".";
        }
        return steps;
    }
}

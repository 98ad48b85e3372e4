package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.ComponentFigures;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.figure.ExportDialog;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.dynamics.NumberStory;
import java.nio.file.Path;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;

/** Offers single plots as figures for print. */
public final class PlotExport {

    private final DynamicsModel model;
    private final TaskCenter tasks;

    PlotExport(DynamicsModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
    }

    /**
     * A button that opens the dialog.
     *
     * @param choice what is on display then
     */
    Button button(Supplier<DynamicsChoice> choice) {
        Button button = new Button("Export…");
        button.getStyleClass().add("link");
        button.setAccessibleText("Export this plot as a figure");
        button.setTooltip(
                Labels.tooltip("Offers this plot as PNG, SVG or PDF, in the size of a page, slide or poster."));
        button.setOnAction(event -> open(choice.get(), button.getScene()));
        return button;
    }

    /** A plot of the image and the class on display. */
    public DynamicsChoice of(DynamicsPlot plot) {
        NumberStory number = model.numberProperty().get();
        int test = model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done
                ? done.story().test()
                : Math.max(0, model.explore().selectedProperty().get());
        return DynamicsChoice.of(plot, test, number == null ? 0 : number.number());
    }

    /** Opens the dialog for a plot; null if there is nothing to show. */
    public @Nullable ExportDialog<DynamicsChoice> open(DynamicsChoice choice, Scene scene) {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null || history == null) {
            return null;
        }
        ExportDialog<DynamicsChoice> dialog = new ExportDialog<>(
                scene.getWindow(),
                scene.getRoot().getStyleClass().contains("dark"),
                tasks,
                new PlotSource(workspace, history, choice));
        dialog.show();
        return dialog;
    }

    /** Writes the numbers of a plot of the network's parts in the background. */
    public void writeTable(DynamicsChoice choice, Path file) {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        if (workspace == null || history == null) {
            return;
        }
        tasks.submit(TaskRequest.of("Writing " + file.getFileName(), Lane.LIGHT, progress -> {
            String table =
                    new ComponentFigures(workspace, history, PathKernelOptions.standard(), 0).table(choice, progress);
            AtomicFiles.writeText(file, table);
            return file;
        }));
    }
}

package dev.whence.app.ui;

import dev.whence.app.project.ProjectStore;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** Asks where to save, and whether to save before something is lost. */
final class SaveQuestions {

    private static final ButtonType SAVE = new ButtonType("Save", ButtonBar.ButtonData.YES);
    private static final ButtonType LEAVE = new ButtonType("Don't save", ButtonBar.ButtonData.NO);

    private final Stage stage;
    private final WorkbenchModel model;
    private final ProjectController projects;

    SaveQuestions(Stage stage, WorkbenchModel model, ProjectController projects) {
        this.stage = stage;
        this.model = model;
        this.projects = projects;
    }

    /** Saves under the known name, or asks for one. */
    boolean save() {
        Path file = model.fileProperty().get();
        return file == null ? saveAs() : projects.save(file);
    }

    boolean saveAs() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save project");
        chooser.setInitialFileName("project" + ProjectStore.EXTENSION);
        File picked = chooser.showSaveDialog(stage);
        return picked != null && projects.save(picked.toPath());
    }

    /**
     * Whether what is being computed may be stopped; asks only if there is something.
     *
     * @param underWay what it is, for people
     */
    boolean mayStop(List<String> underWay) {
        if (underWay.isEmpty()) {
            return true;
        }
        ButtonType close = new ButtonType("Close", ButtonBar.ButtonData.YES);
        Alert question = new Alert(
                Alert.AlertType.CONFIRMATION,
                "What is finished of it is kept. The next start offers to go on.",
                close,
                ButtonType.CANCEL);
        question.initOwner(stage);
        question.setTitle("Whence");
        question.setHeaderText("Stop " + String.join(", ", underWay) + "?");
        return question.showAndWait().orElse(ButtonType.CANCEL) == close;
    }

    /** Whether what is open may be replaced; asks only if something would be lost. */
    boolean mayLeave() {
        if (!model.dirtyProperty().get()) {
            return true;
        }
        Alert question = new Alert(
                Alert.AlertType.CONFIRMATION,
                "Its classifier, images and settings are not saved as a project yet.",
                SAVE,
                LEAVE,
                ButtonType.CANCEL);
        question.initOwner(stage);
        question.setTitle("Whence");
        question.setHeaderText("Save changes to " + model.titleProperty().get() + "?");
        ButtonType answer = question.showAndWait().orElse(ButtonType.CANCEL);
        return answer == LEAVE || (answer == SAVE && save());
    }
}

package dev.whence.app.ui.training;

import dev.whence.app.ui.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How a training goes, and what can be done with it. */
final class StatusCard {

    private final TrainingModel model;
    private final VBox root;
    private final Button dynamics;

    /** @param openModel opens a trained network with the images that are open now; true to go on to its dynamics */
    StatusCard(TrainingModel model, TrainingController controller, BiConsumer<Path, Boolean> openModel) {
        this.model = model;
        Label status = Labels.styled("", "strong");
        status.setId("training-status");
        status.setWrapText(true);
        status.textProperty().bind(model.statusProperty());
        Label place = Labels.muted("");
        place.setId("training-folder");
        place.getStyleClass().add("small");
        place.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.folderProperty().get() == null
                                ? ""
                                : "In " + model.folderProperty().get(),
                        model.folderProperty()));
        Button pause = button("training-pause", "Pause", "Stops after this step; nothing is lost.", controller::pause);
        Button resume = button("training-resume", "Go on", "Goes on with the paused training.", controller::resume);
        Button again = button(
                "training-new",
                "New training",
                "Clears the curves for another training; the folder of this one stays.",
                controller::setAside);
        Button open = button(
                "training-open",
                "Open the trained network",
                "Opens it in place of the network that is open, with the same images.",
                () -> open(openModel, false));
        dynamics = button(
                "training-dynamics",
                "Explain its dynamics",
                "Opens the trained network and follows its decisions back to the training images and steps that made"
                        + " them.",
                () -> open(openModel, true));
        resume.getStyleClass().add("accent");
        dynamics.getStyleClass().add("accent");
        shownIn(pause, TrainingModel.Stage.RUNNING);
        shownIn(resume, TrainingModel.Stage.PAUSED);
        shownIn(again, TrainingModel.Stage.PAUSED, TrainingModel.Stage.FINISHED);
        shownIn(open, TrainingModel.Stage.PAUSED, TrainingModel.Stage.FINISHED);
        model.stageProperty().addListener(observed -> showDynamics());
        showDynamics();
        HBox actions = Labels.row(8, pause, resume, again, Labels.spacer(), open, dynamics);
        root = new VBox(6, status, place, actions);
        root.getStyleClass().add("card");
    }

    Node root() {
        return root;
    }

    private static Button button(String id, String text, String help, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add("compact");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(Labels.tooltip(help));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void shownIn(Button button, TrainingModel.Stage... stages) {
        button.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> Arrays.asList(stages)
                                .contains(model.stageProperty().get()),
                        model.stageProperty()));
        button.managedProperty().bind(button.visibleProperty());
    }

    /** Only a training that kept states can be explained. */
    private void showDynamics() {
        Path folder = model.folderProperty().get();
        boolean there = model.stageProperty().get() == TrainingModel.Stage.FINISHED
                && folder != null
                && Files.isDirectory(folder.resolve("history"));
        dynamics.setVisible(there);
        dynamics.setManaged(there);
    }

    private void open(BiConsumer<Path, Boolean> openModel, boolean toDynamics) {
        Path folder = model.folderProperty().get();
        if (folder != null) {
            openModel.accept(folder.resolve("network.json"), toDynamics);
        }
    }
}

package dev.whence.app.ui.training;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.SettingsForm;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.StepReport;
import dev.whence.visualization.chart.CourseChart;
import dev.whence.visualization.chart.CourseChart.Kind;
import dev.whence.visualization.chart.CourseChart.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The form on the left, loss and accuracy on the right. */
public final class TrainingView {

    private static final double FORM_WIDTH = 290;

    private final TrainingModel model;
    private final TrainingController controller;
    private final CourseChart loss = new CourseChart(
            "loss",
            0,
            0.5,
            List.of(
                    new Line("single batches", Kind.FAINT),
                    new Line("training images", Kind.FIRST),
                    new Line("test images", Kind.SECOND)));
    private final CourseChart accuracy = new CourseChart(
            "right, in percent",
            0,
            100,
            List.of(
                    new Line("single batches", Kind.FAINT),
                    new Line("training images", Kind.FIRST),
                    new Line("test images", Kind.SECOND)));
    private final Label preview = Labels.paragraph("");
    private final CheckBox anyway = new CheckBox("Start anyway");
    private final Button start = new Button("Start");
    private final HBox root = new HBox(16);

    /**
     * @param dark whether the window is dark
     * @param openModel opens a trained model with the images that are open now
     */
    public TrainingView(
            TrainingModel model, TrainingController controller, ObservableBooleanValue dark, Consumer<Path> openModel) {
        this.model = model;
        this.controller = controller;
        root.getStyleClass().add("centre");
        VBox course = new VBox(
                8, Labels.styled("Course of the training", "title"), status(), actions(openModel), loss, accuracy);
        VBox.setVgrow(loss, Priority.ALWAYS);
        VBox.setVgrow(accuracy, Priority.ALWAYS);
        loss.setId("training-loss");
        accuracy.setId("training-accuracy");
        HBox.setHgrow(course, Priority.ALWAYS);
        root.getChildren().addAll(form(), course);
        follow(dark);
        show();
    }

    public Parent root() {
        return root;
    }

    private ScrollPane form() {
        SettingsForm form = new SettingsForm(model.texts(), "train-", 150);
        form.show(model.fields());
        form.root().disableProperty().bind(is(TrainingModel.Stage.READY).not());
        preview.setId("training-preview");
        anyway.setId("training-anyway");
        anyway.setTooltip(Labels.tooltip(
                "Trains until the disk is full; what was recorded by then is kept, and the training can go on when"
                        + " there is space."));
        anyway.selectedProperty().bindBidirectional(model.anywayProperty());
        VBox column = new VBox(
                8,
                Labels.styled("Train a network", "title"),
                Labels.paragraph("On the training images that are open, with their preprocessing."),
                form.root(),
                preview,
                anyway);
        column.setPrefWidth(FORM_WIDTH);
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(FORM_WIDTH + 18);
        scroll.setPrefWidth(FORM_WIDTH + 18);
        scroll.setAccessibleText("Training settings");
        return scroll;
    }

    private VBox status() {
        Label status = Labels.paragraph("");
        status.setId("training-status");
        status.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.statusProperty().get().isEmpty()
                                ? "Nothing is being trained."
                                : model.statusProperty().get(),
                        model.statusProperty()));
        Label place = Labels.muted("");
        place.setId("training-folder");
        place.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.folderProperty().get() == null
                                ? ""
                                : "In " + model.folderProperty().get(),
                        model.folderProperty()));
        Label problem = Labels.paragraph("");
        problem.setId("training-problem");
        problem.getStyleClass().add("field-problem");
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return new VBox(2, status, place, problem);
    }

    private HBox actions(Consumer<Path> openModel) {
        start.setId("training-start");
        start.getStyleClass().addAll("accent", "compact");
        start.setTooltip(Labels.tooltip("Trains with these settings, in a folder of its own."));
        start.setOnAction(event -> controller.start());
        Button pause = button("training-pause", "Pause", "Stops after this step; nothing is lost.", controller::pause);
        pause.disableProperty().bind(is(TrainingModel.Stage.RUNNING).not());
        Button resume = button("training-resume", "Go on", "Goes on with the paused training.", controller::resume);
        resume.disableProperty().bind(is(TrainingModel.Stage.PAUSED).not());
        Button again = button(
                "training-new",
                "New training",
                "Clears the curves for another training; the folder of this one stays.",
                controller::setAside);
        again.disableProperty().bind(is(TrainingModel.Stage.RUNNING).or(is(TrainingModel.Stage.READY)));
        Button open = button(
                "training-open",
                "Open the trained network",
                "Opens it in place of the network that is open, with the same images.",
                () -> {
                    Path folder = model.folderProperty().get();
                    if (folder != null) {
                        openModel.accept(folder.resolve("network.json"));
                    }
                });
        open.disableProperty()
                .bind(is(TrainingModel.Stage.FINISHED)
                        .or(is(TrainingModel.Stage.PAUSED))
                        .not());
        return Labels.row(8, start, pause, resume, again, Labels.spacer(), open);
    }

    private static Button button(String id, String text, String help, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add("compact");
        button.setTooltip(Labels.tooltip(help));
        button.setOnAction(event -> action.run());
        return button;
    }

    private BooleanBinding is(TrainingModel.Stage stage) {
        return model.stageProperty().isEqualTo(stage);
    }

    private void follow(ObservableBooleanValue dark) {
        InvalidationListener changed = observed -> show();
        model.texts().addListener(changed);
        model.stageProperty().addListener(changed);
        model.anywayProperty().addListener(changed);
        model.workspaceProperty().addListener(changed);
        model.steps().addListener((ListChangeListener<StepReport>) this::stepsChanged);
        model.epochs().addListener((ListChangeListener<EpochReport>) this::epochsChanged);
        loss.setDark(dark.get());
        accuracy.setDark(dark.get());
        dark.addListener((observed, was, is) -> {
            loss.setDark(is);
            accuracy.setDark(is);
        });
    }

    private void show() {
        TrainingModel.Preview now = model.preview();
        preview.setText(now.text());
        anyway.setVisible(!now.fits());
        anyway.setManaged(!now.fits());
        if (now.fits()) {
            anyway.setSelected(false);
        }
        preview.getStyleClass().remove("field-problem");
        if (!now.usable() || !now.fits()) {
            preview.getStyleClass().add("field-problem");
        }
        start.setDisable(!now.usable()
                || !(now.fits() || anyway.isSelected())
                || model.stageProperty().get() != TrainingModel.Stage.READY);
    }

    private void stepsChanged(ListChangeListener.Change<? extends StepReport> change) {
        if (change.getList().isEmpty()) {
            loss.clear();
            accuracy.clear();
            return;
        }
        int steps = change.getList().get(0).steps();
        loss.setSteps(steps);
        accuracy.setSteps(steps);
        while (change.next()) {
            for (StepReport step : change.getAddedSubList()) {
                loss.add(0, step.step(), step.loss());
                accuracy.add(0, step.step(), 100 * step.accuracy());
            }
        }
        loss.refresh();
        accuracy.refresh();
    }

    private void epochsChanged(ListChangeListener.Change<? extends EpochReport> change) {
        if (change.getList().isEmpty()) {
            loss.clear();
            accuracy.clear();
            return;
        }
        while (change.next()) {
            for (EpochReport epoch : change.getAddedSubList()) {
                loss.add(1, epoch.step(), epoch.trainLoss());
                loss.add(2, epoch.step(), epoch.testLoss());
                accuracy.add(1, epoch.step(), 100 * epoch.trainAccuracy());
                accuracy.add(2, epoch.step(), 100 * epoch.testAccuracy());
            }
        }
        loss.refresh();
        accuracy.refresh();
    }
}

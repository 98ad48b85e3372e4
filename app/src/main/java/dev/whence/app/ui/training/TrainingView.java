package dev.whence.app.ui.training;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.SettingsForm;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** The form on the left, loss and accuracy on the right. */
public final class TrainingView {

    private static final double FORM_WIDTH = 320;
    private static final double CHOICES = 182;
    private static final double WORDS = 520;

    private final TrainingModel model;
    private final TrainingController controller;
    private final Label preview = Labels.paragraph("");
    private final CheckBox anyway = new CheckBox("Start anyway");
    private final Button start = new Button("Start");
    private final HBox root = new HBox();

    /**
     * @param dark whether the window is dark
     * @param openModel opens a trained model with the images that are open now; true to go on to its dynamics
     */
    public TrainingView(
            TrainingModel model,
            TrainingController controller,
            ObservableBooleanValue dark,
            BiConsumer<Path, Boolean> openModel) {
        this.model = model;
        this.controller = controller;
        Node charts = new CourseCards(model, dark).root();
        VBox course = new VBox(new StatusCard(model, controller, openModel).root(), charts);
        course.getStyleClass().add("centre");
        VBox.setVgrow(charts, Priority.ALWAYS);
        course.visibleProperty().bind(model.stageProperty().isNotEqualTo(TrainingModel.Stage.READY));
        Node empty = empty();
        empty.visibleProperty().bind(course.visibleProperty().not());
        StackPane right = new StackPane(course, empty);
        HBox.setHgrow(right, Priority.ALWAYS);
        root.getChildren().addAll(form(), right);
        InvalidationListener changed = observed -> show();
        model.texts().addListener(changed);
        model.stageProperty().addListener(changed);
        model.anywayProperty().addListener(changed);
        model.workspaceProperty().addListener(changed);
        show();
    }

    public Parent root() {
        return root;
    }

    private Node empty() {
        Label words =
                Labels.paragraph("Choose a network and press Start: loss and accuracy are drawn here while it trains."
                        + " If states are kept (History), the Dynamics view can tell afterwards which training images taught it"
                        + " what, and at which step.");
        words.setMaxWidth(WORDS);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        VBox empty = new VBox(Labels.styled("Nothing is being trained", "headline"), words);
        empty.getStyleClass().add("empty");
        empty.setId("training-empty");
        return empty;
    }

    private Node form() {
        SettingsForm form = new SettingsForm(model.texts(), "train-", CHOICES);
        form.show(model.fields());
        form.root().disableProperty().bind(model.stageProperty().isNotEqualTo(TrainingModel.Stage.READY));
        preview.setId("training-preview");
        anyway.setId("training-anyway");
        anyway.setTooltip(Labels.tooltip(
                "Trains until the disk is full; what was recorded by then is kept, and the training can go on when"
                        + " there is space."));
        anyway.selectedProperty().bindBidirectional(model.anywayProperty());
        start.setId("training-start");
        start.getStyleClass().addAll("accent", "compact");
        start.setMaxWidth(Double.MAX_VALUE);
        start.setTooltip(Labels.tooltip("Trains with these settings, in a folder of its own."));
        start.setOnAction(event -> controller.start());
        VBox column = new VBox(
                10,
                Labels.section("Train a network"),
                Labels.paragraph("On the training images that are open, with their preprocessing."),
                form.root(),
                preview,
                anyway,
                start,
                problem());
        column.getStyleClass().add("side-column");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Training settings");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox side = new VBox(scroll);
        side.getStyleClass().addAll("side", "left");
        side.setMinWidth(FORM_WIDTH);
        side.setPrefWidth(FORM_WIDTH);
        return side;
    }

    private Label problem() {
        Label problem = Labels.paragraph("");
        problem.setId("training-problem");
        problem.getStyleClass().setAll("label", "field-problem");
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return problem;
    }

    private void show() {
        TrainingModel.Preview now = model.preview();
        preview.setText(now.text());
        anyway.setVisible(!now.fits());
        anyway.setManaged(!now.fits());
        if (now.fits()) {
            anyway.setSelected(false);
        }
        boolean bad = !now.usable() || !now.fits();
        preview.getStyleClass().setAll("label", bad ? "field-problem" : "muted");
        start.setDisable(!now.usable()
                || !(now.fits() || anyway.isSelected())
                || model.stageProperty().get() != TrainingModel.Stage.READY);
    }
}

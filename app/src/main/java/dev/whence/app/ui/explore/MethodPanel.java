package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.SettingsForm;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.workspace.MemoryForecast;
import dev.whence.engine.workspace.Workspace;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The method, its settings as they are declared, and the button that computes with them. */
final class MethodPanel {

    private final ExploreModel model;
    private final MethodModel method;
    private final SettingsForm form;
    private final VBox root = new VBox(8);
    private final BooleanProperty tooLarge = new SimpleBooleanProperty();
    private final CheckBox anyway = new CheckBox("Run anyway");

    MethodPanel(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.method = model.method();
        this.form = new SettingsForm(method.texts(), "setting-", 110);
        Label summary = Labels.paragraph("");
        summary.getStyleClass().add("small");
        Label checkpoints = Labels.paragraph("");
        checkpoints.setId("checkpoint-note");
        checkpoints.getStyleClass().add("small");
        checkpoints
                .textProperty()
                .bind(Bindings.createStringBinding(
                        this::checkpointNote, model.workspaceProperty(), method.methodProperty()));
        checkpoints.managedProperty().bind(checkpoints.textProperty().isNotEmpty());
        checkpoints.visibleProperty().bind(checkpoints.managedProperty());
        Label problem = Labels.paragraph("");
        problem.setId("method-problem");
        problem.getStyleClass().addAll("small", "field-problem");
        problem.textProperty().bind(method.problem());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        Button run = new Button("Run");
        run.setId("run");
        run.getStyleClass().addAll("accent", "compact");
        run.setMaxWidth(Double.MAX_VALUE);
        run.setTooltip(Labels.tooltip("Computes with these settings (F5)."));
        run.setOnAction(event -> controller.run());
        run.disableProperty()
                .bind(model.workspaceProperty()
                        .isNull()
                        .or(problem.textProperty().isNotEmpty())
                        .or(tooLarge.and(anyway.selectedProperty().not())));
        Button reset = new Button("Defaults");
        reset.getStyleClass().add("compact");
        reset.setTooltip(Labels.tooltip("Puts the method's default settings into the fields."));
        reset.setOnAction(event -> method.resetTexts());
        HBox.setHgrow(run, Priority.ALWAYS);
        Label stale = Labels.paragraph("Settings changed: press Run to use them.");
        stale.getStyleClass().add("small");
        stale.setId("settings-unused");
        stale.managedProperty().bind(method.unused());
        stale.visibleProperty().bind(stale.managedProperty());
        root.getChildren()
                .addAll(
                        Labels.section("Method"),
                        new MethodChooser(method).root(),
                        summary,
                        checkpoints,
                        form.root(),
                        rowLength(),
                        problem,
                        new HBox(8, run, reset),
                        forecast(),
                        stale);
        method.methodProperty().addListener((observed, was, is) -> rebuild(summary));
        rebuild(summary);
    }

    Node root() {
        return root;
    }

    /** How many states of the classifier the method combines, if there are several. */
    private String checkpointNote() {
        Workspace workspace = model.workspaceProperty().get();
        AttributionMethod<?> chosen = method.methodProperty().get();
        if (workspace == null || chosen == null || workspace.checkpoints().size() < 2) {
            return "";
        }
        String note = workspace.checkpointNote(chosen);
        return note.isEmpty() ? "Combines " + workspace.checkpoints().size() + " checkpoints." : note;
    }

    /** Memory before the start; where it does not suffice, the run begins only if a person insists. */
    private Node forecast() {
        Label words = Labels.paragraph("");
        words.setId("memory-forecast");
        words.getStyleClass().add("small");
        InvalidationListener show = observed -> {
            MemoryForecast forecast = forecastOf(model.workspaceProperty().get());
            words.setText(forecast == null ? "" : forecast.sentence());
            words.getStyleClass().remove("field-problem");
            tooLarge.set(forecast != null && !forecast.fits());
            method.anywayProperty().set(false);
            if (tooLarge.get()) {
                words.getStyleClass().add("field-problem");
            }
        };
        model.workspaceProperty().addListener(show);
        method.texts().addListener(show);
        method.methodProperty().addListener(show);
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        words.visibleProperty().bind(words.managedProperty());
        anyway.setId("run-anyway");
        anyway.selectedProperty().bindBidirectional(method.anywayProperty());
        anyway.setTooltip(Labels.tooltip("Lets the run begin although the memory seems too small for it."));
        anyway.visibleProperty().bind(tooLarge);
        anyway.managedProperty().bind(tooLarge);
        return new VBox(4, words, anyway);
    }

    private @Nullable MemoryForecast forecastOf(@Nullable Workspace workspace) {
        if (workspace == null || !method.problem().get().isEmpty()) {
            return null;
        }
        try {
            return method.toRun().forecast(workspace);
        } catch (BadInputException unsuitable) {
            // a name that the network does not have: the run itself says so
            return null;
        }
    }

    private void rebuild(Label summary) {
        AttributionMethod<?> chosen = method.methodProperty().get();
        summary.setText(chosen == null ? "" : chosen.summary());
        form.show(method.fields());
    }

    private Node rowLength() {
        Spinner<Integer> spinner = new Spinner<>(
                1, ExploreController.LONGEST_ROW, model.rowLengthProperty().get());
        spinner.setId("row-length");
        spinner.getStyleClass().add("compact");
        spinner.setPrefWidth(84);
        spinner.setAccessibleText("Images in a row");
        spinner.getEditor().setAccessibleText("Images in a row");
        spinner.setTooltip(Labels.tooltip("How many proponents and opponents are shown."));
        spinner.valueProperty()
                .addListener((observed, was, is) -> model.rowLengthProperty().set(is));
        model.rowLengthProperty()
                .addListener((observed, was, is) -> spinner.getValueFactory().setValue(is.intValue()));
        return SettingsForm.line(new Label("Images in a row"), spinner);
    }
}

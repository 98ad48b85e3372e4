package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.settings.SettingDescriptor;
import java.util.List;
import javafx.collections.MapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The method, its settings as they are declared, and the button that computes with them. */
final class MethodPanel {

    private final ExploreModel model;
    private final MethodModel method;
    private final VBox fields = new VBox(6);
    private final VBox root = new VBox(8);

    MethodPanel(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.method = model.method();
        Label summary = Labels.paragraph("");
        summary.getStyleClass().add("small");
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
                        .or(problem.textProperty().isNotEmpty()));
        Button reset = new Button("Defaults");
        reset.getStyleClass().add("compact");
        reset.setTooltip(Labels.tooltip("Puts the method's default settings into the fields."));
        reset.setOnAction(event -> method.resetTexts());
        HBox.setHgrow(run, Priority.ALWAYS);
        Label stale = Labels.paragraph("Settings changed: press Run to use them.");
        stale.getStyleClass().add("small");
        stale.managedProperty()
                .bind(method.changed().and(method.appliedProperty().isNotNull()));
        stale.visibleProperty().bind(stale.managedProperty());
        root.getChildren()
                .addAll(
                        Labels.section("Method"),
                        chooser(),
                        summary,
                        fields,
                        rowLength(),
                        problem,
                        new HBox(8, run, reset),
                        stale);
        method.methodProperty().addListener((observed, was, is) -> rebuild(summary));
        rebuild(summary);
    }

    Node root() {
        return root;
    }

    private ComboBox<AttributionMethod<?>> chooser() {
        ComboBox<AttributionMethod<?>> box = new ComboBox<>();
        box.setId("method");
        box.getStyleClass().add("compact");
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(method.methods());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable AttributionMethod<?> shown) {
                return shown == null ? "No method" : shown.title();
            }

            @Override
            public @Nullable AttributionMethod<?> fromString(String text) {
                return null;
            }
        });
        box.setAccessibleText("Attribution method");
        box.setTooltip(Labels.tooltip("How it is computed which training images a decision is made of."));
        box.valueProperty().bindBidirectional(method.methodProperty());
        return box;
    }

    private void rebuild(Label summary) {
        fields.getChildren().clear();
        AttributionMethod<?> chosen = method.methodProperty().get();
        summary.setText(chosen == null ? "" : chosen.summary());
        List<SettingDescriptor> settings = method.fields();
        settings.stream()
                .filter(setting -> !setting.advanced())
                .forEach(s -> fields.getChildren().add(field(s)));
        VBox advanced = new VBox(6);
        settings.stream()
                .filter(SettingDescriptor::advanced)
                .forEach(s -> advanced.getChildren().add(field(s)));
        if (!advanced.getChildren().isEmpty()) {
            TitledPane more = new TitledPane("More settings", advanced);
            more.setExpanded(false);
            more.setAnimated(false);
            more.getStyleClass().addAll("dense", "more-settings");
            more.setAccessibleText("More settings of the method");
            fields.getChildren().add(more);
        }
    }

    private Node field(SettingDescriptor setting) {
        String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
        Control control = control(setting);
        control.setId("setting-" + setting.key());
        control.setAccessibleText(setting.label() + unit);
        control.setAccessibleHelp(setting.help());
        control.setTooltip(Labels.tooltip(setting.help() + range(setting)));
        Label label = new Label(setting.label() + unit);
        label.setLabelFor(control);
        label.setTooltip(Labels.tooltip(setting.help() + range(setting)));
        label.setMinWidth(0);
        return line(label, control);
    }

    private Control control(SettingDescriptor setting) {
        String key = setting.key();
        if (setting.type() == boolean.class) {
            CheckBox box = new CheckBox();
            box.setSelected(Boolean.parseBoolean(method.texts().get(key)));
            box.selectedProperty()
                    .addListener((observed, was, is) -> method.texts().put(key, String.valueOf(is)));
            followText(
                    key,
                    () -> box.setSelected(Boolean.parseBoolean(method.texts().get(key))));
            return box;
        }
        if (!setting.choices().isEmpty()) {
            ComboBox<String> box = new ComboBox<>();
            box.getItems().setAll(setting.choices());
            box.setValue(method.texts().get(key));
            box.valueProperty().addListener((observed, was, is) -> put(key, is));
            followText(key, () -> box.setValue(method.texts().get(key)));
            box.getStyleClass().add("compact");
            box.setPrefWidth(110);
            return box;
        }
        TextField field = new TextField(method.texts().get(key));
        field.getStyleClass().add("compact");
        field.setPrefWidth(84);
        field.setStyle("-fx-alignment: center-right;");
        field.textProperty().addListener((observed, was, is) -> put(key, is));
        followText(key, () -> {
            String text = method.texts().get(key);
            if (text != null && !text.equals(field.getText())) {
                field.setText(text);
            }
        });
        return field;
    }

    private void put(String key, @Nullable String text) {
        if (text != null && !text.equals(method.texts().get(key))) {
            method.texts().put(key, text);
        }
    }

    /** Fields follow the model, for example after the defaults were restored. */
    private void followText(String key, Runnable update) {
        method.texts().addListener((MapChangeListener<String, String>) change -> {
            if (change.getKey().equals(key) && change.wasAdded()) {
                update.run();
            }
        });
    }

    private Node rowLength() {
        Spinner<Integer> spinner = new Spinner<>(
                1, ExploreController.LONGEST_ROW, model.rowLengthProperty().get());
        spinner.setId("row-length");
        spinner.setPrefWidth(84);
        spinner.setAccessibleText("Images in a row");
        spinner.getEditor().setAccessibleText("Images in a row");
        spinner.setTooltip(Labels.tooltip("How many proponents and opponents are shown."));
        spinner.valueProperty()
                .addListener((observed, was, is) -> model.rowLengthProperty().set(is));
        model.rowLengthProperty()
                .addListener((observed, was, is) -> spinner.getValueFactory().setValue(is.intValue()));
        return line(new Label("Images in a row"), spinner);
    }

    private static Node line(Label label, Control control) {
        GridPane line = new GridPane();
        line.setHgap(8);
        GridPane.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        line.addRow(0, label, control);
        return line;
    }

    private static String range(SettingDescriptor setting) {
        String low = Double.isInfinite(setting.min()) ? "" : " At least " + plain(setting.min()) + ".";
        String high = Double.isInfinite(setting.max()) ? "" : " At most " + plain(setting.max()) + ".";
        return low + high + " Default " + setting.defaultValue() + ".";
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e9
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}

package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.SettingsForm;
import dev.whence.app.ui.Theme;
import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingsSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableMap;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The settings of the heatmap method; for relevance propagation also what becomes of each layer. */
public final class HeatSettingsDialog {

    private static final String RULES = "rules";
    private static final Set<String> AXIOMATIC = Set.of("x-gradient", "input-x-gradient", "integrated-gradients");

    private final Stage stage = new Stage();
    private final HeatModel heat;
    private final HeatmapMethod<?> method;
    private final PreFlightSource layers;
    private final ObservableMap<String, String> texts;
    private final Label problem = Labels.paragraph("");
    private final Button apply = new Button("Apply");
    private final LayerRules rules = new LayerRules(this::override);

    public HeatSettingsDialog(Window owner, boolean dark, HeatModel heat, PreFlightSource layers, AxiomSource axioms) {
        this.heat = heat;
        this.layers = layers;
        this.method = heat.runProperty().get().method();
        this.texts = FXCollections.observableMap(
                new LinkedHashMap<>(heat.runProperty().get().texts()));
        BorderPane root = new BorderPane();
        root.setId("heat-settings-dialog");
        root.getStyleClass().add("workbench");
        if (dark) {
            root.getStyleClass().add("dark");
        }
        root.setPadding(new Insets(18));
        root.setLeft(form());
        boolean propagation = method.settingsType() == LrpSettings.class;
        if (propagation) {
            root.setCenter(preFlight());
        }
        boolean gradient = AXIOMATIC.contains(method.id());
        if (gradient) {
            Node pane = new AxiomPane(axioms).root();
            BorderPane.setMargin(pane, new Insets(0, 0, 0, 18));
            root.setCenter(pane);
        }
        root.setBottom(buttons());
        Scene scene =
                new Scene(root, propagation ? 1100 : gradient ? 860 : 380, propagation ? 560 : gradient ? 480 : 360);
        Theme.install(scene);
        stage.initOwner(owner);
        stage.setTitle("Settings of " + method.title());
        stage.setScene(scene);
        texts.addListener((MapChangeListener<String, String>) change -> changed());
        changed();
    }

    public void show() {
        stage.show();
    }

    private Node form() {
        SettingsForm form = new SettingsForm(texts, "heat-setting-", 170);
        form.show(HeatModel.fields(method));
        Label summary = Labels.paragraph(method.summary());
        problem.getStyleClass().add("field-problem");
        problem.setId("heat-settings-problem");
        VBox column = new VBox(10, Labels.styled(method.title(), "title"), summary, form.root(), problem);
        column.setPrefWidth(320);
        column.setMinWidth(320);
        return column;
    }

    private Node preFlight() {
        VBox.setVgrow(rules.root(), Priority.ALWAYS);
        VBox column = new VBox(
                8,
                Labels.section("Layers"),
                Labels.paragraph("What becomes of each layer with these settings. Where a layer does not keep the sum,"
                        + " the map holds more or less than the value it explains."),
                rules.root());
        column.setPadding(new Insets(0, 0, 0, 18));
        return column;
    }

    private Node buttons() {
        apply.setId("heat-apply");
        apply.getStyleClass().addAll("accent", "compact");
        apply.setDefaultButton(true);
        apply.setOnAction(event -> {
            heat.use(method, texts);
            stage.close();
        });
        Button defaults = new Button("Defaults");
        defaults.getStyleClass().add("compact");
        defaults.setOnAction(
                event -> HeatModel.fields(method).forEach(field -> texts.put(field.key(), field.defaultValue())));
        Button cancel = new Button("Cancel");
        cancel.getStyleClass().add("compact");
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> stage.close());
        HBox row = Labels.row(8, defaults, Labels.spacer(), cancel, apply);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setPadding(new Insets(14, 0, 0, 0));
        return row;
    }

    private void override(String layer, String rule) {
        texts.put(RULES, RuleOverrides.with(texts.getOrDefault(RULES, ""), layer, rule));
    }

    private void changed() {
        try {
            HeatmapRun.of(method, texts);
            say("");
        } catch (BadInputException e) {
            say(e.sentence());
            return;
        }
        if (method.settingsType() == LrpSettings.class) {
            Map<String, String> asked = new LinkedHashMap<>(texts);
            layers.ask(
                    SettingsSchema.of(LrpSettings.class).parse(asked),
                    entries -> {
                        if (asked.equals(texts)) {
                            rules.show(entries, RuleOverrides.parse(texts.getOrDefault(RULES, "")));
                        }
                    },
                    sentence -> {
                        if (asked.equals(texts)) {
                            say(sentence);
                        }
                    });
        }
    }

    private void say(String sentence) {
        problem.setText(sentence);
        apply.setDisable(!sentence.isEmpty());
    }
}

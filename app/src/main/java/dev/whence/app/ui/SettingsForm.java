package dev.whence.app.ui;

import dev.whence.engine.settings.SettingDescriptor;
import java.util.List;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableMap;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The fields of a method's settings, as they are declared; what stands in them is in a map, which they also follow. */
public final class SettingsForm {

    private final ObservableMap<String, String> texts;
    private final String prefix;
    private final double choiceWidth;
    private final VBox root = new VBox(6);

    /**
     * @param texts what stands in the fields, by key
     * @param prefix of the fields' ids
     * @param choiceWidth of menus
     */
    public SettingsForm(ObservableMap<String, String> texts, String prefix, double choiceWidth) {
        this.texts = texts;
        this.prefix = prefix;
        this.choiceWidth = choiceWidth;
    }

    public Node root() {
        return root;
    }

    /** Shows other fields; rarely changed ones are folded away. */
    public void show(List<SettingDescriptor> settings) {
        root.getChildren().clear();
        VBox advanced = new VBox(6);
        for (SettingDescriptor setting : settings) {
            (setting.advanced() ? advanced : root).getChildren().add(field(setting));
        }
        if (!advanced.getChildren().isEmpty()) {
            TitledPane more = new TitledPane("More settings", advanced);
            more.setExpanded(false);
            more.setAnimated(false);
            more.getStyleClass().addAll("dense", "more-settings");
            more.setAccessibleText("More settings of the method");
            root.getChildren().add(more);
        }
    }

    private Node field(SettingDescriptor setting) {
        String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
        Control control = control(setting);
        control.setId(prefix + setting.key());
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
            box.setSelected(Boolean.parseBoolean(texts.get(key)));
            box.selectedProperty().addListener((observed, was, is) -> texts.put(key, String.valueOf(is)));
            followText(key, () -> box.setSelected(Boolean.parseBoolean(texts.get(key))));
            return box;
        }
        if (!setting.choices().isEmpty()) {
            ComboBox<String> box = new ComboBox<>();
            box.getItems().setAll(setting.choices());
            box.setValue(texts.get(key));
            box.valueProperty().addListener((observed, was, is) -> put(key, is));
            followText(key, () -> box.setValue(texts.get(key)));
            box.getStyleClass().add("compact");
            box.setPrefWidth(choiceWidth);
            return box;
        }
        TextField field = new TextField(texts.get(key));
        field.getStyleClass().add("compact");
        field.setPrefWidth(setting.type() == String.class ? choiceWidth : 84);
        field.setStyle("-fx-alignment: center-right;");
        field.textProperty().addListener((observed, was, is) -> put(key, is));
        followText(key, () -> {
            String text = texts.get(key);
            if (text != null && !text.equals(field.getText())) {
                field.setText(text);
            }
        });
        return field;
    }

    private void put(String key, @Nullable String text) {
        if (text != null && !text.equals(texts.get(key))) {
            texts.put(key, text);
        }
    }

    /** Fields follow the model, for example after the defaults were restored. */
    private void followText(String key, Runnable update) {
        texts.addListener((MapChangeListener<String, String>) change -> {
            if (change.getKey().equals(key) && change.wasAdded()) {
                update.run();
            }
        });
    }

    /** A name on the left, its control on the right. */
    public static Node line(Label label, Control control) {
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
        String standard = setting.defaultValue().isEmpty() ? "" : " Default " + setting.defaultValue() + ".";
        return low + high + standard;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e9
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}

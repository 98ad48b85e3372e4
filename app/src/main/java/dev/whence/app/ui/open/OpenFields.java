package dev.whence.app.ui.open;

import dev.whence.app.ui.Labels;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Presets;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import javafx.util.Duration;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The fields of the open dialog; tells the form a moment after the last change. */
final class OpenFields {

    private final Consumer<OpenForm> changed;
    private final GridPane root = new GridPane();
    private final PauseTransition typing = new PauseTransition(Duration.millis(400));
    private final TextField file = field("open-model", "Classifier file", "");
    private final TextField checkpoints = field(
            "open-checkpoints",
            "Other states of the same network for methods that combine several: a folder, or files separated by semicolons",
            "none");
    private final TextField train = field("open-train", "Training images", "");
    private final TextField trainSubset =
            field("open-train-subset", "Which training images, such as 0-1999,2005", "all images");
    private final TextField test = field("open-test", "Test images", "");
    private final TextField testSubset = field("open-test-subset", "Which test images, such as 0-99", "all images");
    private final ComboBox<String> preset = new ComboBox<>();
    private final TextField channels = field("open-channels", "Channels, 1 or 3", "as in the pictures");
    private final TextField resize =
            field("open-resize", "Resize: 32 for the shorter side, 32x28 for height x width", "keep the size");
    private final ComboBox<Preprocessing.Interpolation> interpolation = new ComboBox<>();
    private final TextField crop = field("open-crop", "Centre crop, such as 224", "no crop");
    private final TextField mean = field("open-mean", "Mean by channel, of values from 0 to 1", "0");
    private final TextField std = field("open-std", "Standard deviation by channel", "1");
    private final TextField names = field("open-classes", "Class names in the order of the outputs", "from the data");
    private final TextField layer = field("open-layer", "Final linear layer", "found by itself");
    private final ComboBox<String> device = new ComboBox<>();
    private final ComboBox<Precision> precision = new ComboBox<>();
    private final ComboBox<Integer> threads = new ComboBox<>();

    OpenFields(Consumer<OpenForm> changed) {
        this.changed = changed;
        root.setHgap(8);
        root.setVgap(6);
        root.setMinWidth(470);
        choices();
        layOut();
        for (Control field : List.of(channels, resize, interpolation, crop, mean, std)) {
            field.disableProperty().bind(preset.valueProperty().isNotEqualTo(OpenForm.OWN));
        }
        typing.setOnFinished(event -> tell());
    }

    Node root() {
        return root;
    }

    void show(OpenForm filled) {
        file.setText(filled.places().model());
        checkpoints.setText(filled.places().checkpoints());
        train.setText(filled.places().train());
        trainSubset.setText(filled.places().trainSubset());
        test.setText(filled.places().test());
        testSubset.setText(filled.places().testSubset());
        preset.setValue(filled.pixels().preset());
        show(filled.pixels());
        names.setText(filled.computing().classNames());
        layer.setText(filled.computing().layer());
        device.setValue(filled.computing().device());
        precision.setValue(filled.computing().precision());
        threads.setValue(filled.computing().threads());
        tell();
    }

    private void show(OpenForm.Pixels pixels) {
        channels.setText(pixels.channels());
        resize.setText(pixels.resize());
        interpolation.setValue(pixels.interpolation());
        crop.setText(pixels.crop());
        mean.setText(pixels.mean());
        std.setText(pixels.std());
    }

    /** The values of a preset can be read, and are what own values start from. */
    private void showPreset(String name) {
        if (!name.equals(OpenForm.OWN)) {
            show(OpenForm.Pixels.of(Presets.byName(name)));
        }
    }

    private void choices() {
        preset.getItems().add(OpenForm.OWN);
        preset.getItems().addAll(Presets.names());
        box(preset, "open-preset", "Preprocessing", OpenForm.OWN);
        preset.valueProperty().addListener((observed, was, is) -> showPreset(is));
        interpolation.getItems().setAll(Preprocessing.Interpolation.values());
        interpolation.setConverter(lowerCase());
        box(interpolation, "open-interpolation", "Interpolation of the resize", Preprocessing.Interpolation.BILINEAR);
        device.getItems().setAll("auto", "cpu", "gpu:0");
        device.setEditable(true);
        ExecutionSettings usual = ExecutionSettings.defaults();
        box(device, "open-device", "Device: auto, cpu or gpu:N", usual.device());
        device.getEditor().setAccessibleText("Device: auto, cpu or gpu:N");
        precision.getItems().setAll(Precision.values());
        precision.setConverter(lowerCase());
        box(precision, "open-precision", "Precision", usual.precision());
        int processors = Math.max(usual.threads(), Runtime.getRuntime().availableProcessors());
        threads.getItems().setAll(IntStream.rangeClosed(1, processors).boxed().toList());
        threads.setConverter(counted());
        box(threads, "open-threads", "Threads of one operation on the CPU", usual.threads());
    }

    private <T> void box(ComboBox<T> box, String id, String accessible, T value) {
        box.setId(id);
        box.getStyleClass().add("compact");
        box.setAccessibleText(accessible);
        box.setTooltip(Labels.tooltip(accessible));
        box.setValue(value);
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().addListener((observed, was, is) -> tell());
    }

    private static <E extends Enum<E>> StringConverter<E> lowerCase() {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable E value) {
                return value == null ? "" : value.name().toLowerCase(Locale.ROOT);
            }

            @Override
            public @Nullable E fromString(String text) {
                return null;
            }
        };
    }

    private static StringConverter<Integer> counted() {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable Integer count) {
                return count == null ? "" : count + (count == 1 ? " thread" : " threads");
            }

            @Override
            public @Nullable Integer fromString(String text) {
                return null;
            }
        };
    }

    private void layOut() {
        int row = 0;
        root.addRow(row++, label("Classifier", file), file, browse("classifier file", file, false));
        root.addRow(row++, label("Checkpoints", checkpoints), checkpoints, browse("checkpoints", checkpoints, true));
        root.addRow(row++, label("Training images", train), train, folders("training images", train));
        wide(row++, label("of these", trainSubset), trainSubset);
        root.addRow(row++, label("Test images", test), test, folders("test images", test));
        wide(row++, label("of these", testSubset), testSubset);
        wide(row++, label("Preprocessing", preset), preset);
        wide(row++, label("Channels", channels), channels);
        wide(row++, label("Resize to", resize), pair(resize, interpolation));
        wide(row++, label("Centre crop", crop), crop);
        wide(row++, label("Mean", mean), mean);
        wide(row++, label("Standard deviation", std), std);
        wide(row++, label("Class names", names), names);
        wide(row++, label("Final layer", layer), layer);
        wide(row++, label("Device, precision", device), pair(device, precision));
        wide(row, label("Threads", threads), threads);
    }

    private void wide(int row, Label label, Node field) {
        root.addRow(row, label, field);
        GridPane.setColumnSpan(field, 2);
    }

    private static Node pair(Control first, Control second) {
        HBox.setHgrow(first, Priority.ALWAYS);
        first.setPrefWidth(90);
        second.setMinWidth(104);
        return Labels.row(6, first, second);
    }

    private TextField field(String id, String accessible, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.getStyleClass().add("compact");
        field.setAccessibleText(accessible);
        field.setTooltip(Labels.tooltip(accessible));
        GridPane.setHgrow(field, Priority.ALWAYS);
        field.textProperty().addListener((observed, was, is) -> typing.playFromStart());
        return field;
    }

    private static Label label(String text, Node forWhat) {
        Label label = new Label(text);
        label.setLabelFor(forWhat);
        label.setMinWidth(126);
        return label;
    }

    private Node folders(String what, TextField field) {
        return Labels.row(4, browse(what, field, true), browse("file of " + what, field, false));
    }

    private Button browse(String what, TextField field, boolean folder) {
        Button button = new Button(folder ? "Folder…" : "File…");
        button.getStyleClass().add("compact");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText("Choose " + (folder ? "the folder of " : "the ") + what);
        button.setOnAction(event -> {
            Window window = root.getScene().getWindow();
            File picked = folder ? new DirectoryChooser().showDialog(window) : new FileChooser().showOpenDialog(window);
            if (picked != null) {
                field.setText(picked.getPath());
            }
        });
        return button;
    }

    private void tell() {
        typing.stop();
        changed.accept(new OpenForm(
                new OpenForm.Places(
                        file.getText(),
                        checkpoints.getText(),
                        train.getText(),
                        trainSubset.getText(),
                        test.getText(),
                        testSubset.getText()),
                new OpenForm.Pixels(
                        preset.getValue(),
                        channels.getText(),
                        resize.getText(),
                        interpolation.getValue(),
                        crop.getText(),
                        mean.getText(),
                        std.getText()),
                new OpenForm.Computing(
                        names.getText(),
                        layer.getText(),
                        device.getValue(),
                        precision.getValue(),
                        threads.getValue())));
    }
}

package dev.whence.app.ui.figure;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.SettingsForm;
import dev.whence.app.ui.Theme;
import dev.whence.engine.WhenceException;
import dev.whence.visualization.control.FigureView;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.DoubleSpinnerValueFactory;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a figure, shows it as it will be, writes or copies it.
 *
 * @param <K> what a figure may show
 */
public final class ExportDialog<K> {

    private final Stage stage = new Stage();
    private final TaskCenter tasks;
    private final FigureSource<K> subject;
    private final FigureView preview = new FigureView();
    private final ComboBox<K> kind = new ComboBox<>();
    private final ComboBox<FigurePreset> preset = new ComboBox<>();
    private final Spinner<Double> font = new Spinner<>(new DoubleSpinnerValueFactory(3, 72, 8, 0.5));
    private final Spinner<Integer> dpi = new Spinner<>(new IntegerSpinnerValueFactory(30, 1200, 300, 50));
    private final Label message = Labels.paragraph("");
    private final Button save = new Button("Save…");
    private final Button copy = new Button("Copy");
    private final Button command = new Button("Copy as command");
    private FigureSource.@Nullable Drawn drawn;
    private @Nullable BackgroundTask<?> drawing;

    public ExportDialog(Window owner, boolean dark, TaskCenter tasks, FigureSource<K> subject) {
        this.tasks = tasks;
        this.subject = subject;
        BorderPane root = new BorderPane(paper());
        root.setId("export-dialog");
        root.getStyleClass().add("workbench");
        if (dark) {
            root.getStyleClass().add("dark");
        }
        root.setPadding(new Insets(18));
        root.setLeft(form());
        Scene scene = new Scene(root, 1040, 640);
        Theme.install(scene);
        stage.initOwner(owner);
        stage.setTitle("Export figure");
        stage.setScene(scene);
        stage.setOnHidden(event -> cancel());
    }

    public void show() {
        stage.show();
        draw();
    }

    private Node paper() {
        preview.setId("export-preview");
        BorderPane paper = new BorderPane(preview);
        paper.getStyleClass().addAll("card", "paper");
        BorderPane.setMargin(paper, new Insets(0));
        return paper;
    }

    private Node form() {
        kind.setId("export-kind");
        kind.getItems().setAll(subject.kinds());
        kind.setValue(subject.first());
        preset.setId("export-preset");
        preset.getItems().setAll(FigurePreset.values());
        preset.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable FigurePreset shown) {
                return shown == null ? "" : shown.label();
            }

            @Override
            public @Nullable FigurePreset fromString(String text) {
                return null;
            }
        });
        preset.setValue(FigurePreset.DOUBLE);
        usePreset();
        kind.setAccessibleText("Layout");
        preset.setAccessibleText("Where the figure will be seen");
        font.setAccessibleText("Font size in points");
        dpi.setAccessibleText("Resolution in dots per inch");
        font.setId("export-font");
        dpi.setId("export-dpi");
        for (Spinner<?> spinner : new Spinner<?>[] {font, dpi}) {
            spinner.getStyleClass().add("compact");
            spinner.setEditable(true);
            spinner.setPrefWidth(96);
        }
        for (ComboBox<?> box : new ComboBox<?>[] {kind, preset}) {
            box.getStyleClass().add("compact");
            box.setMaxWidth(Double.MAX_VALUE);
        }
        kind.valueProperty().addListener((observed, was, is) -> draw());
        preset.valueProperty().addListener((observed, was, is) -> {
            usePreset();
            draw();
        });
        font.valueProperty().addListener((observed, was, is) -> draw());
        message.setId("export-message");
        VBox column = new VBox(
                8,
                layout(),
                Labels.section("Size"),
                preset,
                SettingsForm.line(new Label("Font (pt)"), font),
                SettingsForm.line(new Label("Resolution (dpi)"), dpi),
                Labels.paragraph("PNG, SVG or PDF by the file's name. How it was made is stored inside: drop the file"
                        + " on the window to see the same again."),
                message,
                buttons());
        column.setPrefWidth(270);
        column.setMinWidth(270);
        column.setPadding(new Insets(0, 18, 0, 0));
        return column;
    }

    private Node layout() {
        VBox layout = new VBox(8, Labels.section("Layout"), kind);
        boolean any = kind.getItems().size() > 1;
        layout.setVisible(any);
        layout.setManaged(any);
        return layout;
    }

    private Node buttons() {
        save.setId("export-save");
        save.getStyleClass().addAll("accent", "compact");
        save.setDefaultButton(true);
        save.setOnAction(event -> chooseFile());
        copy.setId("export-copy");
        copy.getStyleClass().add("compact");
        copy.setTooltip(Labels.tooltip("Puts the figure on the clipboard as an image."));
        copy.setOnAction(event -> copy());
        command.setId("export-command");
        command.getStyleClass().addAll("link", "small");
        command.setTooltip(Labels.tooltip("Copies the command that writes the same figure in a terminal."));
        command.setOnAction(event -> copyCommand());
        Button close = new Button("Close");
        close.getStyleClass().add("compact");
        close.setCancelButton(true);
        close.setOnAction(event -> stage.close());
        return new VBox(8, Labels.row(8, save, copy, Labels.spacer(), close), command);
    }

    private void usePreset() {
        font.getValueFactory().setValue(preset.getValue().fontPt());
        dpi.getValueFactory().setValue(preset.getValue().dpi());
    }

    private FigureChoice<K> choice() {
        return new FigureChoice<>(kind.getValue(), preset.getValue(), font.getValue(), dpi.getValue());
    }

    private void draw() {
        cancel();
        drawn = null;
        say("Drawing …", false);
        FigureChoice<K> asked = choice();
        drawing = tasks.submit(TaskRequest.of("Figure", Lane.LIGHT, progress -> subject.draw(asked, progress))
                .onDone(done -> {
                    FigureChoice<K> now = choice();
                    if (now.kind().equals(asked.kind())
                            && now.preset() == asked.preset()
                            && now.fontPt() == asked.fontPt()) {
                        drawn = done;
                        preview.show(done.figure(), "Preview: " + asked.kind());
                        say("", false);
                    }
                })
                .onFailed(sentence -> {
                    preview.show(null, "No figure");
                    say(sentence, true);
                }));
    }

    private void cancel() {
        if (drawing != null) {
            drawing.cancel();
        }
    }

    private void chooseFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export figure");
        chooser.setInitialFileName(fileName());
        for (String ending : new String[] {"png", "svg", "pdf"}) {
            chooser.getExtensionFilters()
                    .add(new FileChooser.ExtensionFilter(ending.toUpperCase(Locale.ROOT), "*." + ending));
        }
        File picked = chooser.showSaveDialog(stage);
        if (picked != null) {
            write(picked.toPath());
        }
    }

    /** Writes the figure on display in the background. */
    public void write(Path file) {
        FigureSource.@Nullable Drawn figure = drawn;
        if (figure == null) {
            return;
        }
        ExportSettings settings = new ExportSettings(dpi.getValue());
        tasks.submit(TaskRequest.of("Writing " + file.getFileName(), Lane.LIGHT, progress -> {
                    FigureExport.write(figure.figure(), file, settings, figure.provenance());
                    return file;
                })
                .onDone(done -> say("Written to " + done + ".", false))
                .onFailed(sentence -> say(sentence, true)));
    }

    private void copy() {
        FigureSource.@Nullable Drawn figure = drawn;
        if (figure == null) {
            return;
        }
        try {
            FigureView.copy(figure.figure(), new ExportSettings(dpi.getValue()));
            say("Copied.", false);
        } catch (WhenceException e) {
            say(e.sentence(), true);
        }
    }

    private void copyCommand() {
        ClipboardContent content = new ClipboardContent();
        content.putString(subject.command(choice(), fileName()));
        Clipboard.getSystemClipboard().setContent(content);
        say("Copied: the command writes " + fileName() + ".", false);
    }

    private String fileName() {
        return subject.fileName(kind.getValue()) + ".png";
    }

    private void say(String sentence, boolean wrong) {
        message.setText(sentence);
        message.getStyleClass().remove("field-problem");
        if (wrong) {
            message.getStyleClass().add("field-problem");
        }
        save.setDisable(drawn == null);
        copy.setDisable(drawn == null);
        command.setDisable(drawn == null);
    }
}

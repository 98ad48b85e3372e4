package dev.whence.app.ui.open;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import dev.whence.app.ui.details.ClassCounts;
import dev.whence.app.ui.details.ImportWords;
import dev.whence.engine.data.Presets;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.PictureView;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Asks for a classifier and its images, and shows at once what comes of it. */
public final class OpenDialog {

    private static final int SAMPLES = 10;

    private final OpenModel model;
    private final OpenController controller;
    private final Stage stage = new Stage();
    private final VBox preview = new VBox(8);
    private final GridPane form = new GridPane();
    private final TextField file = field("open-model", "Classifier file");
    private final TextField train = field("open-train", "Training images");
    private final TextField test = field("open-test", "Test images");
    private final ComboBox<String> preset = new ComboBox<>();
    private final TextField channels = field("open-channels", "Channels, 1 or 3");
    private final TextField resize = field("open-resize", "Resize to, such as 32 or 32x28");
    private final TextField crop = field("open-crop", "Centre crop, such as 224");
    private final TextField mean = field("open-mean", "Mean by channel");
    private final TextField std = field("open-std", "Standard deviation by channel");
    private final TextField names = field("open-classes", "Class names");
    private final TextField layer = field("open-layer", "Final layer");
    private final PauseTransition typing = new PauseTransition(Duration.millis(400));

    public OpenDialog(Window owner, boolean dark, OpenModel model, OpenController controller) {
        this.model = model;
        this.controller = controller;
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle("Open classifier and images");
        build();
        ScrollPane scroll = new ScrollPane(preview);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText("Preview");
        preview.setPadding(new Insets(0, 0, 0, 18));
        preview.setId("open-preview");
        HBox columns = new HBox(18, form, scroll);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        VBox.setVgrow(columns, Priority.ALWAYS);
        VBox root = new VBox(16, columns, buttons());
        root.getStyleClass().add("workbench");
        root.setPadding(new Insets(18));
        if (dark) {
            root.getStyleClass().add("dark");
        }
        Scene scene = new Scene(root, 940, 560);
        Theme.install(scene);
        stage.setScene(scene);
        stage.setOnHidden(event -> controller.dismiss());
        InvalidationListener show = observed -> showPreview();
        model.previewProperty().addListener(show);
        model.problemProperty().addListener(show);
        model.checkingProperty().addListener(show);
        showPreview();
    }

    /** Opens the dialog with some fields filled in. */
    public void show(OpenForm filled, Consumer<OpenModel.Preview> whenChosen) {
        file.setText(filled.model());
        train.setText(filled.train());
        test.setText(filled.test());
        chosen = whenChosen;
        stage.show();
        read();
    }

    private Consumer<OpenModel.Preview> chosen = preview -> {};

    private void build() {
        form.setHgap(8);
        form.setVgap(8);
        form.setMinWidth(430);
        preset.setId("open-preset");
        preset.setAccessibleText("Preprocessing");
        preset.getItems().add(OpenForm.OWN);
        preset.getItems().addAll(Presets.names());
        preset.setValue(OpenForm.OWN);
        preset.setMaxWidth(Double.MAX_VALUE);
        preset.valueProperty().addListener((observed, was, is) -> read());
        int row = 0;
        form.addRow(row++, label("Classifier", file), file, browse("classifier file", file, false));
        form.addRow(row++, label("Training images", train), train, folders("training images", train));
        form.addRow(row++, label("Test images", test), test, folders("test images", test));
        form.addRow(row++, label("Preprocessing", preset), preset);
        form.addRow(row++, label("Channels", channels), channels);
        form.addRow(row++, label("Resize to", resize), resize);
        form.addRow(row++, label("Centre crop", crop), crop);
        form.addRow(row++, label("Mean", mean), mean);
        form.addRow(row++, label("Standard deviation", std), std);
        form.addRow(row++, label("Class names", names), names);
        form.addRow(row, label("Final layer", layer), layer);
        channels.setPromptText("as in the pictures");
        resize.setPromptText("keep the size");
        crop.setPromptText("no crop");
        mean.setPromptText("0");
        std.setPromptText("1");
        names.setPromptText("from the data");
        layer.setPromptText("found by itself");
        for (TextField field : List.of(channels, resize, crop, mean, std)) {
            field.disableProperty().bind(preset.valueProperty().isNotEqualTo(OpenForm.OWN));
        }
        typing.setOnFinished(event -> read());
    }

    private TextField field(String id, String accessible) {
        TextField field = new TextField();
        field.setId(id);
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
        label.setMinWidth(120);
        return label;
    }

    private Node folders(String what, TextField field) {
        return Labels.row(4, browse(what, field, true), browse("file of " + what, field, false));
    }

    private Button browse(String what, TextField field, boolean folder) {
        Button button = new Button(folder ? "Folder…" : "File…");
        button.getStyleClass().add("compact");
        button.setAccessibleText("Choose " + (folder ? "the folder of " : "the ") + what);
        button.setOnAction(event -> {
            File picked;
            if (folder) {
                picked = new DirectoryChooser().showDialog(stage);
            } else {
                picked = new FileChooser().showOpenDialog(stage);
            }
            if (picked != null) {
                field.setText(picked.getPath());
            }
        });
        return button;
    }

    private void read() {
        typing.stop();
        OpenForm now = new OpenForm(
                file.getText(),
                train.getText(),
                test.getText(),
                preset.getValue(),
                channels.getText(),
                resize.getText(),
                crop.getText(),
                mean.getText(),
                std.getText(),
                names.getText(),
                layer.getText());
        model.formProperty().set(now);
    }

    private Node buttons() {
        Button open = new Button("Open");
        open.setId("open-ok");
        open.setDefaultButton(true);
        open.getStyleClass().add("accent");
        open.disableProperty().bind(model.previewProperty().isNull());
        open.setOnAction(event -> {
            OpenModel.Preview taken = controller.take();
            stage.close();
            if (taken != null) {
                chosen.accept(taken);
            }
        });
        Button cancel = new Button("Cancel");
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> stage.close());
        return Labels.row(8, Labels.spacer(), cancel, open);
    }

    private void showPreview() {
        preview.getChildren().setAll(Labels.section("Preview"));
        OpenModel.@Nullable Preview ready = model.previewProperty().get();
        if (model.checkingProperty().get()) {
            ProgressBar bar = new ProgressBar();
            bar.setAccessibleText("Checking");
            preview.getChildren().addAll(Labels.paragraph("Reading the classifier and looking at the images …"), bar);
        } else if (!model.problemProperty().get().isEmpty()) {
            Label problem = Labels.paragraph(model.problemProperty().get());
            problem.setId("open-problem");
            problem.getStyleClass().add("field-problem");
            preview.getChildren().add(problem);
        } else if (ready == null) {
            preview.getChildren()
                    .add(Labels.paragraph("Choose the classifier, its training images and some test images. "
                            + "Here you will see the class counts, sample pictures, and whether the import agrees with the"
                            + " file's own forward pass."));
        } else {
            describe(ready);
        }
    }

    private void describe(OpenModel.Preview ready) {
        Workspace workspace = ready.workspace();
        preview.getChildren()
                .addAll(
                        Labels.styled(workspace.classifier().report().format(), "strong"),
                        Labels.paragraph(
                                ImportWords.verification(workspace.classifier().report())));
        workspace
                .classifier()
                .report()
                .notes()
                .forEach(note -> preview.getChildren().add(Labels.paragraph(note)));
        HBox samples = new HBox(4);
        int shown = Math.min(SAMPLES, workspace.images(Split.TEST).size());
        for (int i = 0; i < shown; i++) {
            PictureView view = new PictureView();
            view.setTone(ready.tone());
            view.setPrefSize(38, 38);
            view.show(workspace.images(Split.TEST).picture(i), "Test image " + i);
            samples.getChildren().add(view);
        }
        preview.getChildren().add(samples);
        GridPane counts = new GridPane();
        counts.setHgap(18);
        counts.setVgap(2);
        counts.addRow(0, Labels.section("Class"), Labels.section("Train"), Labels.section("Test"));
        int[] trainCounts = ClassCounts.of(workspace, Split.TRAIN);
        int[] testCounts = ClassCounts.of(workspace, Split.TEST);
        for (int c = 0; c < trainCounts.length; c++) {
            counts.addRow(
                    c + 1,
                    new Label(workspace.classNames().get(c)),
                    new Label(String.format(Locale.ROOT, "%,d", trainCounts[c])),
                    new Label(String.format(Locale.ROOT, "%,d", testCounts[c])));
        }
        preview.getChildren().add(counts);
    }
}

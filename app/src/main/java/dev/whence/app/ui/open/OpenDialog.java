package dev.whence.app.ui.open;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import dev.whence.app.ui.details.ClassCounts;
import dev.whence.app.ui.details.ImportWords;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.PictureView;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks for a classifier and its images, and shows at once what comes of it. */
public final class OpenDialog {

    private final OpenModel model;
    private final OpenController controller;
    private final Stage stage = new Stage();
    private final VBox preview = new VBox(8);
    private final OpenFields fields;
    private Consumer<OpenModel.Preview> chosen = preview -> {};

    public OpenDialog(Window owner, boolean dark, OpenModel model, OpenController controller) {
        this.model = model;
        this.controller = controller;
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle("Open classifier and images");
        fields = new OpenFields(model.formProperty()::set);
        ScrollPane scroll = new ScrollPane(preview);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText("Preview");
        preview.setPadding(new Insets(0, 0, 0, 18));
        preview.setId("open-preview");
        HBox columns = new HBox(18, fields.root(), scroll);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        VBox.setVgrow(columns, Priority.ALWAYS);
        VBox root = new VBox(16, columns, buttons());
        root.getStyleClass().add("workbench");
        root.setPadding(new Insets(18));
        if (dark) {
            root.getStyleClass().add("dark");
        }
        Scene scene = new Scene(root, 980, 600);
        Theme.install(scene);
        stage.setScene(scene);
        stage.setOnHidden(event -> controller.dismiss());
        InvalidationListener show = observed -> showPreview();
        model.previewProperty().addListener(show);
        model.problemProperty().addListener(show);
        model.checkingProperty().addListener(show);
        model.recognisedProperty().addListener(show);
        showPreview();
    }

    /** Opens the dialog with some fields filled in. */
    public void show(OpenForm filled, Consumer<OpenModel.Preview> whenChosen) {
        chosen = whenChosen;
        stage.show();
        fields.show(filled);
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
        cancel.setId("open-cancel");
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
        } else if (!model.recognisedProperty().get().isEmpty()) {
            Label recognised = Labels.paragraph(model.recognisedProperty().get());
            recognised.setId("open-recognised");
            preview.getChildren().add(recognised);
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
        workspace.notes().forEach(note -> {
            Label words = Labels.paragraph(note);
            boolean aboutFileAlone = workspace.classifier().report().notes().contains(note);
            if (!aboutFileAlone) {
                words.getStyleClass().add("notice");
            }
            preview.getChildren().add(words);
        });
        preview.getChildren().add(pictures(ready));
        Label decided = Labels.paragraph(ready.samples().sentence());
        decided.setId("open-decided");
        if (ready.samples().suspicious()) {
            decided.getStyleClass().add("notice");
        }
        preview.getChildren().add(decided);
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

    private static Node pictures(OpenModel.Preview ready) {
        HBox samples = new HBox(4);
        for (int image : ready.samples().images()) {
            PictureView view = new PictureView();
            view.setTone(ready.tone());
            view.setPrefSize(38, 38);
            view.show(ready.workspace().images(Split.TEST).picture(image), "Test image " + image);
            samples.getChildren().add(view);
        }
        return samples;
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.task.TaskSnapshot;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import dev.whence.engine.WhenceException;
import dev.whence.engine.training.OptimizerText;
import java.io.File;
import java.nio.file.Path;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Opens a history, or imports one that another program recorded; the import goes on when the dialog is closed. */
final class HistoryDialog {

    private static final double WIDTH = 640;
    private static final Duration LOOK = Duration.millis(250);

    private final Stage stage = new Stage();
    private final HistoryController controller;
    private final TextField place = new TextField();
    private final ComboBox<String> optimizer = new ComboBox<>();
    private final Spinner<Integer> keep = new Spinner<>(new IntegerSpinnerValueFactory(0, 1_000_000, 0, 10));
    private final Label words = Labels.paragraph("Choose the folder of a training run, a history, a folder of PyTorch"
            + " checkpoints with history.json, or an .npz file.");
    private final VBox foreign = new VBox(8);
    private final ProgressBar bar = new ProgressBar();
    private final Label progress = Labels.muted("");
    private final VBox under = new VBox(6, bar, progress);
    private final Button ok = new Button("Open");
    private final Button cancel = new Button("Cancel");
    private final Timeline watch = new Timeline(new KeyFrame(LOOK, event -> follow()));
    private HistoryPlace known = new HistoryPlace(HistoryPlace.Kind.NONE, Path.of(""), "");
    private @Nullable BackgroundTask<?> running;
    private boolean finished;

    HistoryDialog(Window owner, boolean dark, HistoryController controller) {
        this.controller = controller;
        stage.initOwner(owner);
        stage.setTitle("Open a training history");
        VBox root = new VBox(14, chooser(), words, foreign, under, buttons());
        root.setId("history-dialog");
        root.getStyleClass().add("workbench");
        if (dark) {
            root.getStyleClass().add("dark");
        }
        root.setPadding(new Insets(18));
        words.setId("history-words");
        fillForeign();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText("Import");
        progress.setId("history-progress");
        shown(foreign, false);
        shown(under, false);
        place.textProperty().addListener(observed -> look());
        watch.setCycleCount(Timeline.INDEFINITE);
        Scene scene = new Scene(root, WIDTH, 400);
        Theme.install(scene);
        stage.setScene(scene);
        stage.setOnHidden(event -> watch.stop());
    }

    void show() {
        stage.show();
        place.requestFocus();
    }

    private Node chooser() {
        place.setId("history-place");
        place.setPromptText("Folder, or .npz file");
        place.setAccessibleText("Folder or file of the history");
        HBox.setHgrow(place, Priority.ALWAYS);
        Button folder = new Button("Folder…");
        folder.setOnAction(event -> {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle("Folder of a training run, a history or checkpoints");
            take(chooser.showDialog(stage));
        });
        Button file = new Button("File…");
        file.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("History as arrays");
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("NumPy archives", "*.npz"));
            take(chooser.showOpenDialog(stage));
        });
        return Labels.row(8, place, folder, file);
    }

    private void take(@Nullable File picked) {
        if (picked != null) {
            place.setText(picked.getPath());
        }
    }

    private void fillForeign() {
        optimizer.setId("history-optimizer");
        optimizer.setEditable(true);
        optimizer
                .getItems()
                .setAll(
                        "adamw,beta1=0.9,beta2=0.999,eps=1e-8,weight_decay=0.01",
                        "adam,beta1=0.9,beta2=0.999,eps=1e-8,weight_decay=0",
                        "sgd,momentum=0.9,weight_decay=5e-4",
                        "sgd,momentum=0,weight_decay=0");
        optimizer.setValue(optimizer.getItems().get(0));
        optimizer.setMaxWidth(Double.MAX_VALUE);
        optimizer.setAccessibleText("Optimiser of the training");
        keep.setId("history-keep");
        keep.setEditable(true);
        keep.setPrefWidth(110);
        keep.setAccessibleText("How many checkpoints to keep, 0 for all");
        keep.setTooltip(Labels.tooltip(
                "0 keeps all checkpoints. With fewer, evenly chosen, the history is smaller and the explanation an"
                        + " approximation: its error is shown after the import."));
        foreign.getChildren()
                .setAll(
                        Labels.section("Optimiser, with its settings"),
                        optimizer,
                        Labels.row(8, new Label("Checkpoints to keep (0: all)"), keep));
    }

    private Node buttons() {
        ok.setId("history-ok");
        ok.setDefaultButton(true);
        ok.getStyleClass().add("accent");
        ok.setDisable(true);
        ok.setOnAction(event -> go());
        cancel.setId("history-cancel");
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> {
            if (isUnderWay()) {
                stop();
                say("Stopped; nothing was imported.", false);
            } else {
                stage.close();
            }
        });
        return Labels.row(8, Labels.spacer(), cancel, ok);
    }

    private void look() {
        finished = false;
        known = HistoryPlace.named(place.getText());
        boolean usable = known.kind() != HistoryPlace.Kind.NONE;
        boolean other = known.kind() == HistoryPlace.Kind.FOREIGN;
        shown(foreign, other);
        ok.setText(other ? "Import" : "Open");
        ok.setDisable(!usable);
        say(
                place.getText().isBlank() ? "" : known.sentence(),
                !usable && !place.getText().isBlank());
    }

    private void go() {
        if (finished) {
            stage.close();
        } else if (known.kind() == HistoryPlace.Kind.OWN) {
            controller.open(known.path());
            stage.close();
        } else {
            importIt();
        }
    }

    private void importIt() {
        String line = optimizer.getEditor().getText();
        try {
            OptimizerText.parse(line);
        } catch (WhenceException e) {
            say(e.sentence(), true);
            return;
        }
        if (keep.getValue() == 1) {
            say("One checkpoint is no training; keep 2 or more, or 0 for all.", true);
            return;
        }
        running = controller.importFrom(
                known.path(),
                line,
                keep.getValue(),
                done -> finish(done.words(), false),
                sentence -> finish(sentence, true));
        watch.play();
        say("", false);
        follow();
    }

    private void finish(String sentences, boolean failed) {
        running = null;
        finished = !failed;
        say(sentences, failed);
        if (finished) {
            ok.setText("Show");
        }
        follow();
    }

    /** Shows how far the import is. */
    private void follow() {
        boolean busy = isUnderWay();
        BackgroundTask<?> task = running;
        shown(under, busy);
        place.setDisable(busy);
        foreign.setDisable(busy);
        ok.setDisable(busy || known.kind() == HistoryPlace.Kind.NONE);
        if (task != null && busy) {
            TaskSnapshot now = task.snapshot();
            bar.setProgress(now.total() > 0 ? (double) now.done() / now.total() : ProgressBar.INDETERMINATE_PROGRESS);
            progress.setText(now.stage() + "  " + ProgressText.line(now));
        } else {
            watch.stop();
        }
    }

    private boolean isUnderWay() {
        BackgroundTask<?> task = running;
        return task != null && !task.status().isFinished();
    }

    private void stop() {
        BackgroundTask<?> task = running;
        if (task != null) {
            task.cancel();
        }
        running = null;
        follow();
    }

    private void say(String sentence, boolean wrong) {
        words.setText(sentence);
        words.getStyleClass().remove("field-problem");
        if (wrong) {
            words.getStyleClass().add("field-problem");
        }
    }

    private static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}

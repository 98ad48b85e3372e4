package dev.whence.app.ui;

import dev.whence.app.project.ProjectStore;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks where the files of a project are now; one answer finds all that moved together. */
final class LocateDialog {

    private static final double WIDTH = 680;

    private final ProjectController.Missing missing;
    private final Stage stage = new Stage();
    private final VBox places = new VBox(8);
    private final Button open = new Button("Open");
    private Runnable located = () -> {};

    LocateDialog(Window owner, boolean dark, ProjectController.Missing missing) {
        this.missing = missing;
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle("Files of " + missing.project().getFileName() + " were moved");
        open.setId("locate-ok");
        open.setDefaultButton(true);
        open.getStyleClass().add("accent");
        open.setOnAction(event -> {
            stage.close();
            located.run();
        });
        Button cancel = new Button("Cancel");
        cancel.setId("locate-cancel");
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> stage.close());
        places.setId("locate-places");
        VBox.setVgrow(places, Priority.ALWAYS);
        VBox root = new VBox(
                14,
                Labels.paragraph("Show where one of these is now. What moved together with it is found by itself, and"
                        + " the content is compared with what the project was saved with."),
                places,
                Labels.row(8, Labels.spacer(), cancel, open));
        root.getStyleClass().add("workbench");
        root.setPadding(new Insets(18));
        root.setPrefWidth(WIDTH);
        if (dark) {
            root.getStyleClass().add("dark");
        }
        Scene scene = new Scene(root);
        Theme.install(scene);
        stage.setScene(scene);
    }

    void show(Runnable whenLocated) {
        located = whenLocated;
        refresh();
        stage.show();
    }

    /** Takes what the person says. */
    void found(Path before, @Nullable File now) {
        if (now != null) {
            missing.relocation().add(before, now.toPath());
            refresh();
            stage.sizeToScene();
        }
    }

    private void refresh() {
        List<Path> gone = ProjectStore.missing(missing.project(), missing.relocation());
        places.getChildren()
                .setAll(missing.gone().stream()
                        .map(place -> row(place, gone.contains(place)))
                        .toList());
        open.setDisable(!gone.isEmpty());
    }

    private Node row(Path place, boolean gone) {
        Label name =
                new Label(gone ? place.toString() : "✓ " + missing.relocation().apply(place));
        name.setWrapText(true);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox row = Labels.row(8, name);
        if (gone) {
            row.getChildren()
                    .addAll(
                            button("File…", place, () -> new FileChooser().showOpenDialog(stage)),
                            button("Folder…", place, () -> new DirectoryChooser().showDialog(stage)));
        }
        return row;
    }

    private Button button(String text, Path place, Question question) {
        Button button = new Button(text);
        button.getStyleClass().add("compact");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(text + " Locate " + place.getFileName());
        button.setOnAction(event -> found(place, question.ask()));
        return button;
    }

    /** Asks the person for a place; null if there was no answer. */
    private interface Question {
        @Nullable
        File ask();
    }
}

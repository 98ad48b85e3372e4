package dev.whence.app.ui.explore;

import dev.whence.app.ui.Theme;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The frame of windows that answer a question beside the workbench; Escape closes them. */
final class AnswerStage {

    /** Side of a picture in a tile, wide enough for a score of four digits beside a number of four. */
    static final double TILE = 88;

    private static final double WIDTH = 940;

    private AnswerStage() {}

    /** @param name what assistive technology calls the content */
    static Stage of(Window owner, boolean dark, Region content, String name, double height) {
        content.getStyleClass().add("workbench");
        content.setPadding(new Insets(16));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setAccessibleText(name);
        if (dark) {
            scroll.getStyleClass().add("dark");
        }
        Scene scene = new Scene(scroll, WIDTH, height);
        Theme.install(scene);
        Stage stage = new Stage();
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.initOwner(owner);
        stage.setScene(scene);
        return stage;
    }
}

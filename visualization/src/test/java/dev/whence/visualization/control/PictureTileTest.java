package dev.whence.visualization.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SamplePictures;
import dev.whence.visualization.Snapshots;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class PictureTileTest {

    private final List<String> activated = new ArrayList<>();
    private PictureTile proponent;
    private PictureTile opponent;
    private HBox row;

    @Start
    void start(Stage stage) {
        proponent = tile("train-1798.png", 62.9159, "Sandal");
        opponent = tile("train-1480.png", -65.1721, "Ankle boot");
        row = new HBox(10, proponent, opponent);
        row.setStyle("-fx-padding: 12; -fx-background-color: -whence-canvas");
        Scene scene = new Scene(row);
        scene.getStylesheets().add(Stylesheets.controls());
        stage.setScene(scene);
        stage.show();
    }

    private PictureTile tile(String resource, double score, String label) {
        Picture picture = SamplePictures.picture(resource);
        PictureTile tile = new PictureTile(picture, PictureTone.INVERTED_GREY, score, label, "#" + resource);
        tile.setOnAction(() -> activated.add(label));
        return tile;
    }

    @Test
    void aClickSelectsAndActs(FxRobot robot) {
        assertFalse(proponent.isSelected());
        robot.clickOn(proponent.pictureView());
        assertTrue(proponent.isSelected());
        assertTrue(proponent.isFocused());
        assertFalse(opponent.isSelected());
        assertEquals(List.of("Sandal"), activated);
    }

    @Test
    void enterAndSpaceActOnTheFocusedTile(FxRobot robot) {
        robot.interact(() -> proponent.requestFocus());
        robot.type(KeyCode.TAB);
        assertTrue(opponent.isFocused());
        robot.type(KeyCode.ENTER);
        robot.type(KeyCode.SPACE);
        assertEquals(List.of("Ankle boot", "Ankle boot"), activated);
        assertTrue(opponent.isSelected());
        assertFalse(proponent.isSelected());
    }

    @Test
    void signIsSaidInWords() {
        assertTrue(proponent.getAccessibleText().contains("+62.92, speaks for"), proponent.getAccessibleText());
        assertTrue(opponent.getAccessibleText().contains("\u221265.17, speaks against"), opponent.getAccessibleText());
    }

    @Test
    void bothThemesShowTheSignInTheirOwnColour(FxRobot robot) {
        Scene scene = row.getScene();
        robot.interact(() -> proponent.setSelected(true));
        var light = Snapshots.of(scene, "picture-tiles-light");
        robot.interact(() -> row.getStyleClass().add("dark"));
        var dark = Snapshots.of(scene, "picture-tiles-dark");
        assertEquals(0xf5f7fa, light.getRGB(2, 2) & 0xffffff);
        assertEquals(0x14171c, dark.getRGB(2, 2) & 0xffffff);
        assertTrue(Snapshots.count(light, 0xb2182b) > 10 && Snapshots.count(light, 0x1f5fa8) > 10);
        assertTrue(Snapshots.count(dark, 0xff8a80) > 10 && Snapshots.count(dark, 0x7ab8ff) > 10);
    }
}

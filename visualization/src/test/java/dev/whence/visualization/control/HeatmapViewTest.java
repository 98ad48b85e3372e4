package dev.whence.visualization.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SamplePictures;
import dev.whence.visualization.Snapshots;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.heatmap.Heatmap;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class HeatmapViewTest {

    private static final int SIDE = 240;

    private final ViewportModel shared = new ViewportModel();
    private HeatmapView left;
    private HeatmapView right;
    private VBox box;

    @Start
    void start(Stage stage) {
        left = view("train-1798.png", 1);
        right = view("test-12.png", -1);
        ColourBar bar = new ColourBar();
        bar.show(ColorMap.standard(), 1.04);
        box = new VBox(10, new HBox(10, left, right), bar);
        box.setStyle("-fx-padding: 10; -fx-background-color: -whence-surface");
        Scene scene = new Scene(box);
        scene.getStylesheets().add(Stylesheets.controls());
        stage.setScene(scene);
        stage.show();
    }

    private HeatmapView view(String resource, int sign) {
        Picture picture = SamplePictures.picture(resource);
        HeatmapView view = new HeatmapView();
        view.toneProperty().set(PictureTone.INVERTED_GREY);
        view.show(picture, ramp(picture, sign), "What " + resource + " lends");
        view.setPrefSize(SIDE, SIDE);
        view.setViewport(shared);
        return view;
    }

    /** Relevance that follows the picture's brightness and changes sign from left to right. */
    private static Heatmap ramp(Picture picture, int sign) {
        float[] values = new float[picture.width() * picture.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sign * (picture.pixels()[i] & 0xff) / 255f * (i % picture.width() - 9) / 14f;
        }
        return new Heatmap(picture.width(), picture.height(), values);
    }

    private int[] pixels(String name) {
        BufferedImage image = Snapshots.of(box.getScene(), name);
        return image.getRGB(10, 10, SIDE, SIDE, null, 0, SIDE);
    }

    @Test
    void holdingSpaceShowsThePictureAlone(FxRobot robot) {
        robot.interact(() -> right.requestFocus());
        robot.interact(() -> left.modeProperty().set(HeatmapView.Mode.PICTURE));
        int[] picture = pixels("heatmap-view-picture");
        robot.interact(() -> left.modeProperty().set(HeatmapView.Mode.OVERLAY));
        int[] overlay = pixels("heatmap-view-overlay");
        assertFalse(Arrays.equals(picture, overlay));
        robot.interact(() -> left.comparingProperty().set(true));
        assertArrayEquals(picture, pixels("heatmap-view-held"));
        robot.interact(() -> left.comparingProperty().set(false));
        assertArrayEquals(overlay, pixels("heatmap-view-overlay"));
        robot.interact(() -> left.requestFocus());
        robot.press(KeyCode.SPACE);
        assertTrue(left.comparingProperty().get());
        robot.release(KeyCode.SPACE);
        assertFalse(left.comparingProperty().get());
        robot.moveTo(left).press(MouseButton.SECONDARY);
        assertTrue(left.comparingProperty().get());
        robot.release(MouseButton.SECONDARY);
        assertFalse(left.comparingProperty().get());
    }

    @Test
    void viewsOfOneModelZoomAndMoveTogether(FxRobot robot) {
        int[] before = pixels("heatmap-view-whole");
        robot.interact(() -> right.requestFocus());
        robot.type(KeyCode.PLUS, 4);
        assertEquals(Math.pow(1.25, 4), shared.zoom(), 1e-9);
        assertEquals(0.5, shared.centreX(), 1e-9);
        assertFalse(Arrays.equals(before, pixels("heatmap-view-zoomed")), "the other view did not follow");
        robot.type(KeyCode.RIGHT);
        assertTrue(shared.centreX() > 0.5);
        double moved = shared.centreX();
        robot.drag(left, MouseButton.PRIMARY).dropBy(20, 0);
        assertTrue(shared.centreX() < moved, "dragging to the right moves the view to the left");
        robot.type(KeyCode.DIGIT0);
        assertEquals(1, shared.zoom());
        assertEquals(0.5, shared.centreX());
    }

    @Test
    void zoomKeepsThePlaceUnderThePointerAndStaysInside() {
        ViewportModel model = new ViewportModel();
        model.zoomAt(4, 0.25, 0.5);
        assertEquals(4, model.zoom());
        assertEquals(0.25 + 0.25 / 4, model.centreX(), 1e-12);
        model.moveBy(-5, 5);
        assertEquals(0.125, model.centreX(), 1e-12);
        assertEquals(0.875, model.centreY(), 1e-12);
        model.zoomAt(1e9, 0, 0);
        assertEquals(ViewportModel.CLOSEST, model.zoom());
        model.zoomAt(1e-9, 0.9, 0.9);
        assertEquals(1, model.zoom());
        assertEquals(0.5, model.centreX());
    }

    @Test
    void screenReadersHearTheStrongestValue(FxRobot robot) {
        robot.interact(() -> left.show(null, new Heatmap(2, 1, new float[] {0.5f, -2}), "Why Sandal"));
        assertEquals("Why Sandal, strongest relevance 2.00, sum \u22121.50", left.getAccessibleText());
        robot.interact(() -> left.show(null, null, "Nothing"));
        assertEquals("Nothing", left.getAccessibleText());
    }

    @Test
    void zerosAndUndefinedValuesAreShownWithoutFailing(FxRobot robot) {
        Picture picture = SamplePictures.picture("test-12.png");
        float[] undefined = new float[28 * 28];
        Arrays.fill(undefined, Float.NaN);
        robot.interact(() -> {
            left.show(picture, new Heatmap(28, 28, new float[28 * 28]), "zeros");
            right.show(picture, new Heatmap(28, 28, undefined), "undefined");
            right.modeProperty().set(HeatmapView.Mode.HEATMAP);
        });
        int[] zeros = pixels("heatmap-view-zero-and-nan");
        assertEquals(0, Snapshots.count(Snapshots.of(box.getScene(), "heatmap-view-zero-and-nan"), 0x6c3207) / 400);
        assertTrue(Arrays.stream(zeros).distinct().count() > 10, "the picture shows through a map of zeros");
    }
}

package dev.whence.visualization.figure.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.Snapshots;
import dev.whence.visualization.control.FigureView;
import dev.whence.visualization.control.Stylesheets;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.PairFigure;
import dev.whence.visualization.figure.panel.SampleHeatmaps;
import java.awt.image.BufferedImage;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class FigureViewTest {

    private static final int WIDTH = 850;

    private final Figure figure = PairFigure.of(SampleHeatmaps.pair(0, SampleHeatmaps.style()), FigurePreset.DOUBLE);
    private FigureView view;
    private StackPane root;

    @Start
    void start(Stage stage) {
        view = new FigureView();
        view.show(figure, "A pair");
        root = new StackPane(view);
        root.getStyleClass().add("dark");
        root.setStyle("-fx-background-color: -whence-canvas");
        int height = (int) Math.ceil(figure.heightMm() / figure.widthMm() * WIDTH);
        Scene scene = new Scene(root, WIDTH, height);
        scene.getStylesheets().add(Stylesheets.controls());
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void theScreenShowsWhatTheFileShows() {
        BufferedImage screen = Snapshots.of(root.getScene(), "figure-view");
        double dpi = WIDTH / figure.widthMm() * 25.4;
        BufferedImage file = FigureExport.image(figure, new ExportSettings((int) Math.round(dpi)));
        assertEquals(0xffffff, screen.getRGB(2, 2) & 0xffffff, "paper stays light in a dark window");
        int width = Math.min(screen.getWidth(), file.getWidth());
        int height = Math.min(screen.getHeight(), file.getHeight());
        long difference = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                difference += Math.abs((screen.getRGB(x, y) & 0xff) - (file.getRGB(x, y) & 0xff));
            }
        }
        double mean = difference / (double) (width * height);
        assertTrue(mean < 6, "mean difference of " + mean + " in 255");
    }

    @Test
    void theClipboardGetsTheWholeFigure(FxRobot robot) {
        robot.interact(() -> FigureView.copy(figure, new ExportSettings(100)));
        robot.interact(() -> {
            Image copied = Clipboard.getSystemClipboard().getImage();
            assertNotNull(copied);
            assertEquals(Math.round(180 / 25.4 * 100), copied.getWidth());
            assertEquals(Math.round(figure.heightMm() / 25.4 * 100), copied.getHeight());
        });
    }

    @Test
    void nothingIsShownWithoutAFigure(FxRobot robot) {
        robot.interact(() -> view.show(null, "No figure"));
        BufferedImage screen = Snapshots.of(root.getScene(), "figure-view-empty");
        assertEquals(0x14171c, screen.getRGB(WIDTH / 2, 40) & 0xffffff);
        assertEquals("No figure", view.getAccessibleText());
    }
}

package dev.whence.visualization.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.Snapshots;
import dev.whence.visualization.control.Stylesheets;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class ChartsTest {

    private ScoreHistogram histogram;
    private ClassBars bars;
    private VBox box;

    @Start
    void start(Stage stage) {
        histogram = new ScoreHistogram();
        bars = new ClassBars();
        bars.show(List.of(
                new ClassBars.Bar("Sandal", 0.612),
                new ClassBars.Bar("Ankle boot", 0.324),
                new ClassBars.Bar("Sneaker", 0.06),
                new ClassBars.Bar("Bag", 0.003),
                new ClassBars.Bar("T-shirt/top", 0)));
        box = new VBox(14, bars, histogram);
        box.setStyle("-fx-padding: 14; -fx-background-color: -whence-surface");
        Scene scene = new Scene(box, 300, 330);
        scene.getStylesheets().add(Stylesheets.controls());
        stage.setScene(scene);
        stage.show();
    }

    /** As DualDA gives them: few training images matter, most of those little. */
    private static float[] sparseScores() {
        Random random = new Random(1);
        float[] scores = new float[2000];
        for (int i = 0; i < 300; i++) {
            scores[i] = (float) (random.nextGaussian() * Math.exp(1.5 * random.nextGaussian()));
        }
        return scores;
    }

    @Test
    void bothThemesAreLegible(FxRobot robot) {
        robot.interact(() -> histogram.show(sparseScores()));
        BufferedImage light = Snapshots.of(box.getScene(), "charts-light");
        robot.interact(() -> {
            box.getStyleClass().add("dark");
            histogram.setDark(true);
        });
        BufferedImage dark = Snapshots.of(box.getScene(), "charts-dark");
        assertEquals(0xffffff, light.getRGB(2, 2) & 0xffffff);
        assertEquals(0x1d2128, dark.getRGB(2, 2) & 0xffffff);
        assertTrue(Snapshots.count(light, 0xb2182b) > 100 && Snapshots.count(light, 0x1f5fa8) > 100);
        assertTrue(Snapshots.count(dark, 0xff8a80) > 100 && Snapshots.count(dark, 0x7ab8ff) > 100);
    }

    @Test
    void wordsCountWhatIsNotZero(FxRobot robot) {
        robot.interact(() -> histogram.show(new float[] {0, 0, 3, -1, 2, 0}));
        assertEquals("Scores: 3 of 6 matter, 2 positive, 1 negative", histogram.getAccessibleText());
        robot.interact(() -> histogram.show(new float[5]));
        assertEquals("Scores: 0 of 5 matter, 0 positive, 0 negative", histogram.getAccessibleText());
        Snapshots.of(box.getScene(), "charts-no-scores");
    }

    @Test
    void barsSayTheirNumbers() {
        assertTrue(bars.getAccessibleText().startsWith("Class probabilities: Sandal 61.2 %, Ankle boot 32.4 %"));
    }
}

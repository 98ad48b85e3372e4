package dev.whence.visualization.figure.panel;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SamplePictures;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.List;

/** A real explanation: Fashion-MNIST, DualDA at C = 1, a boot taken for a sandal. */
public final class SamplePanels {

    static final String CAPTION =
            "DualDA, C = 1, duality gap 8e\u22127. Small CNN, model 9f3ac1. \u03a3 and \u03b5 are covered.";

    private SamplePanels() {}

    public static DataAttributionPanel fashion(int k, int opponents) {
        List<TrainingImage> positive = List.of(
                image(1798, 62.9159, "Sandal"),
                image(406, 61.1104, "Sandal"),
                image(1848, 31.6856, "Sandal"),
                image(655, 24.7435, "Sandal"),
                image(814, 15.1922, "Sandal"));
        List<TrainingImage> negative = List.of(
                        image(1480, -65.1721, "Ankle boot"),
                        image(694, -45.0902, "Sneaker"),
                        image(719, -24.3299, "Ankle boot"),
                        image(1491, -24.3084, "Sneaker"),
                        image(1282, -17.4822, "Sneaker"))
                .subList(0, opponents);
        TestImage test = new TestImage(picture("test-12.png"), "#12", "Sandal", 0.998, "Ankle boot");
        return new DataAttributionPanel(
                test, "Sandal", positive, negative, 7, opponents, 2000, k, PictureTone.INVERTED_GREY, CAPTION);
    }

    private static TrainingImage image(int index, double score, String label) {
        return new TrainingImage(picture("train-" + index + ".png"), score, label, "#" + index);
    }

    static Picture picture(String resource) {
        return SamplePictures.picture(resource);
    }
}

package dev.whence.visualization.figure.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DataAttributionFigureTest {

    private static List<Raster> rasters(Figure figure) {
        return figure.elements().stream()
                .filter(Raster.class::isInstance)
                .map(Raster.class::cast)
                .toList();
    }

    private static List<Text> texts(Figure figure) {
        return figure.elements().stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .toList();
    }

    private static String words(Figure figure) {
        return String.join(" ", texts(figure).stream().map(Text::text).toList());
    }

    private static Box box(Figure figure, String description) {
        return rasters(figure).stream()
                .filter(raster -> raster.description().startsWith(description))
                .findFirst()
                .orElseThrow()
                .box();
    }

    @Test
    void strongestImagesStandNextToTheTestImage() {
        Figure figure = DataAttributionFigure.of(SamplePanels.fashion(5, 5), FigurePreset.DOUBLE);
        Box test = box(figure, "Test image");
        Box best = box(figure, "Training image #1798");
        Box second = box(figure, "Training image #406");
        Box worst = box(figure, "Training image #1480");
        assertEquals(90, test.centreX(), 1e-9);
        assertTrue(test.right() < best.left() && best.right() < second.left());
        assertTrue(worst.right() < test.left());
        assertEquals(test.left() - worst.right(), best.left() - test.right(), 1e-9);
        assertTrue(test.width() > 2 * best.width());
    }

    @Test
    void twoOpponentsGiveTwoTilesAndTheWords() {
        Figure figure = DataAttributionFigure.of(SamplePanels.fashion(5, 2), FigurePreset.DOUBLE);
        assertEquals(1 + 5 + 2, rasters(figure).size());
        assertTrue(words(figure).contains("2 of 2,000 training images have a negative score"), words(figure));
        Figure none = DataAttributionFigure.of(SamplePanels.fashion(5, 0), FigurePreset.DOUBLE);
        assertTrue(words(none).contains("none of 2,000 training images has a negative score"), words(none));
        Figure one = DataAttributionFigure.of(SamplePanels.fashion(5, 1), FigurePreset.DOUBLE);
        assertTrue(words(one).contains("1 of 2,000 training images has a negative score"), words(one));
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void everythingLiesOnThePaper(FigurePreset preset) {
        for (int k : new int[] {1, 2, 3, 5, 8, 20}) {
            Figure figure = DataAttributionFigure.of(many(k), preset);
            assertEquals(preset.widthMm(), figure.widthMm());
            for (Text text : texts(figure)) {
                double left = FigureFont.startX(text);
                double right = left + FigureFont.of(text.weight()).widthMm(text.text(), text.sizePt());
                assertTrue(left >= -1e-6 && right <= figure.widthMm() + 1e-6, preset + " k=" + k + " " + text);
                assertTrue(text.baseline() > 0 && text.baseline() < figure.heightMm(), preset + " k=" + k + " " + text);
            }
            List<Box> boxes = rasters(figure).stream().map(Raster::box).toList();
            assertEquals(1 + 2 * k, boxes.size());
            for (int i = 0; i < boxes.size(); i++) {
                Box box = boxes.get(i);
                assertTrue(box.left() >= 0 && box.right() <= figure.widthMm());
                for (Box other : boxes.subList(i + 1, boxes.size())) {
                    assertTrue(apart(box, other), preset + " k=" + k + ": pictures overlap");
                }
            }
        }
    }

    private static boolean apart(Box a, Box b) {
        return a.right() <= b.left() || b.right() <= a.left() || a.bottom() <= b.top() || b.bottom() <= a.top();
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void captionsOfOneLineDoNotOverlap(FigurePreset preset) {
        List<Text> texts = texts(DataAttributionFigure.of(many(5), preset));
        for (int i = 0; i < texts.size(); i++) {
            for (Text other : texts.subList(i + 1, texts.size())) {
                Text text = texts.get(i);
                if (Math.abs(text.baseline() - other.baseline()) < 0.5) {
                    double left = FigureFont.startX(text);
                    double otherLeft = FigureFont.startX(other);
                    double right = left + FigureFont.of(text.weight()).widthMm(text.text(), text.sizePt());
                    double otherRight =
                            otherLeft + FigureFont.of(other.weight()).widthMm(other.text(), other.sizePt());
                    assertTrue(right <= otherLeft || otherRight <= left, text + " / " + other);
                }
            }
        }
    }

    @Test
    void aSlideStaysASlideHoweverManyImages() {
        Figure slide = DataAttributionFigure.of(many(12), FigurePreset.SLIDE);
        assertEquals(16.0 / 9, slide.widthMm() / slide.heightMm(), 1e-3);
    }

    @ParameterizedTest
    @CsvSource({"30,28,3", "10,64,3", "64,10,1", "300,200,3"})
    void picturesKeepTheirShape(int width, int height, int channels) {
        Picture picture = new Picture(width, height, channels, new byte[width * height * channels]);
        TestImage test = new TestImage(picture, "a/b.png", "cat", Double.NaN, "");
        DataAttributionPanel panel = new DataAttributionPanel(
                test, "cat", List.of(), List.of(), 0, 0, 10, 3, PictureTone.AS_STORED, "TracIn.");
        Figure figure = DataAttributionFigure.of(panel, FigurePreset.DOUBLE);
        Box box = rasters(figure).get(0).box();
        assertEquals(width / (double) height, box.width() / box.height(), 1e-9);
    }

    @Test
    void fontSizeIsWhatTheUserAsksFor() {
        Figure figure = DataAttributionFigure.of(SamplePanels.fashion(3, 3), FigurePreset.DOUBLE, 10);
        Text score = texts(figure).stream()
                .filter(text -> text.text().equals("+62.92"))
                .findFirst()
                .orElseThrow();
        assertEquals(10, score.sizePt());
        assertEquals(Anchor.MIDDLE, score.anchor());
    }

    private static DataAttributionPanel many(int k) {
        List<TrainingImage> proponents = new ArrayList<>();
        List<TrainingImage> opponents = new ArrayList<>();
        Picture picture = SamplePanels.picture("test-12.png");
        for (int i = 0; i < k; i++) {
            String name = "train/a rather long folder name/picture_" + i + ".png";
            proponents.add(new TrainingImage(picture, 1e6 / (i + 1), "a class with a long name", name));
            opponents.add(new TrainingImage(picture, -1.5e-7 / (i + 1), "T-shirt/top", name));
        }
        TestImage test = new TestImage(picture, "test/some/very/long/path/indeed.png", "T-shirt/top", 1, "Ankle boot");
        return new DataAttributionPanel(
                test,
                "T-shirt/top rather than Ankle boot",
                proponents,
                opponents,
                k,
                k,
                1_281_167,
                k,
                PictureTone.INVERTED_GREY,
                SamplePanels.CAPTION);
    }
}

package dev.whence.visualization.figure.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.comparison.RankedRow;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import dev.whence.visualization.figure.export.FigureFormat;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankingsFigureTest {

    private static final int TRAIN = 40;
    private static final double TOLERANCE = 1e-6;

    /** The k strongest of an order of all images, which is also their ranking. */
    private static RankingsPanel.Row row(String title, List<Integer> order, int k) {
        DataAttributionPanel real = SamplePanels.fashion(5, 5);
        List<RankedRow.Entry> entries = new ArrayList<>();
        List<TrainingImage> images = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            TrainingImage picture = real.proponents().get(order.get(i) % 5);
            double score = 60.0 / (i + 1);
            entries.add(new RankedRow.Entry(order.get(i), score));
            images.add(new TrainingImage(picture.picture(), score, picture.className(), "#" + order.get(i)));
        }
        int[] ranks = new int[TRAIN];
        IntStream.range(0, TRAIN).forEach(i -> ranks[order.get(i)] = i + 1);
        return new RankingsPanel.Row(new RankedRow(title, entries, TRAIN), images, ranks);
    }

    static RankingsPanel panel(int runs, int k, int tests, RankingsPanel.@Nullable Matrix matrix) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, TRAIN).boxed().toList());
        List<RankingsPanel.Row> rows = new ArrayList<>();
        List<RankingsPanel.Step> steps = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            rows.add(row("Influence function by conjugate gradients, damping = 0.0" + run, order, k));
            Collections.swap(order, 0, 1);
            Collections.swap(order, 2, 30 + run);
            if (run > 0) {
                steps.add(new RankingsPanel.Step(0.41, 3, 5));
            }
        }
        DataAttributionPanel real = SamplePanels.fashion(5, 5);
        List<TestImage> images = Collections.nCopies(Math.min(tests, 20), real.test());
        return new RankingsPanel(
                images, tests, "Sandal", false, rows, steps, matrix, TRAIN, real.tone(), real.caption());
    }

    private static RankingsPanel.Matrix matrix(int runs) {
        double[][] values = new double[runs][runs];
        for (int a = 0; a < runs; a++) {
            for (int b = 0; b < runs; b++) {
                values[a][b] = a == b ? 1 : a + b == 1 ? Double.NaN : -0.3;
            }
        }
        return new RankingsPanel.Matrix(values, "mean over 3 test images");
    }

    private static <E extends Element> List<E> all(Figure figure, Class<E> kind) {
        return figure.elements().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static List<String> words(Figure figure) {
        return all(figure, Text.class).stream().map(Text::text).toList();
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void everythingLiesOnThePaper(FigurePreset preset) {
        for (int runs = 2; runs <= 6; runs += 2) {
            Figure figure = RankingsFigure.of(panel(runs, 8, runs == 4 ? 37 : 1, matrix(runs)), preset);
            assertEquals(preset.widthMm(), figure.widthMm());
            for (Raster raster : all(figure, Raster.class)) {
                assertTrue(raster.box().left() >= -TOLERANCE, preset + " " + raster.box());
                assertTrue(raster.box().right() <= figure.widthMm() + TOLERANCE, preset + " " + raster.box());
                assertTrue(raster.box().bottom() <= figure.heightMm() + TOLERANCE, preset + " " + raster.box());
            }
            for (Text text : all(figure, Text.class)) {
                double start = FigureFont.startX(text);
                double end = start + FigureFont.of(text.weight()).widthMm(text.text(), text.sizePt());
                assertTrue(start >= -TOLERANCE && end <= figure.widthMm() + TOLERANCE, preset + " " + text.text());
                assertTrue(text.baseline() <= figure.heightMm() + TOLERANCE, preset + " " + text.text());
            }
            if (preset.heightMm() > 0) {
                assertEquals(preset.heightMm(), figure.heightMm(), TOLERANCE, runs + " runs on a " + preset);
            }
        }
    }

    /** Four of the five images go on; the one that is exchanged has its rank told on both sides. */
    @Test
    void equalImagesAreJoinedAndOthersHaveTheirRankTold() {
        Figure figure = RankingsFigure.of(panel(2, 5, 1, null), FigurePreset.DOUBLE);
        assertEquals(4 + 2, all(figure, Line.class).size());
        assertTrue(words(figure).contains("#31"), "the third image is the 31st below");
        assertTrue(words(figure).contains("\u03c1 +0.41"), words(figure).toString());
        assertTrue(words(figure).contains("3 of top 5 in common"), words(figure).toString());
        assertEquals(1 + 2 * 5, all(figure, Raster.class).size());
    }

    @Test
    void theMatrixTellsWhatIsNotDefined() {
        List<String> words = words(RankingsFigure.of(panel(3, 5, 1, matrix(3)), FigurePreset.DOUBLE));
        assertTrue(words.contains("+1.00"), words.toString());
        assertTrue(words.contains("\u22120.30"), words.toString());
        assertTrue(words.contains("\u2013"), words.toString());
    }

    @Test
    void severalTestImagesAreCounted() {
        List<String> words = words(RankingsFigure.of(panel(2, 5, 37, null), FigurePreset.DOUBLE));
        assertTrue(words.contains("37 test images together"), words.toString());
    }

    @Test
    void equalPanelsGiveEqualFilesInEveryFormat() {
        for (FigureFormat format : FigureFormat.values()) {
            byte[] first = bytes(panel(3, 5, 1, matrix(3)), format);
            assertArrayEquals(first, bytes(panel(3, 5, 1, matrix(3)), format), format.toString());
            assertNotEquals(first.length, bytes(panel(4, 5, 1, matrix(4)), format).length, format.toString());
        }
        String svg = new String(bytes(panel(2, 5, 1, null), FigureFormat.SVG), StandardCharsets.UTF_8);
        assertTrue(svg.contains("<text"), "words are words");
    }

    private static byte[] bytes(RankingsPanel panel, FigureFormat format) {
        return FigureExport.bytes(
                RankingsFigure.of(panel, FigurePreset.SINGLE), format, new ExportSettings(150), "{\"a\":1}");
    }

    @Test
    void oneRunCannotBeCompared() {
        assertThrows(IllegalArgumentException.class, () -> panel(1, 5, 1, null));
    }
}

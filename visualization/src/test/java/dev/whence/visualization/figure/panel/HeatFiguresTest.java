package dev.whence.visualization.figure.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import dev.whence.visualization.figure.export.FigureFormat;
import dev.whence.visualization.figure.export.Provenance;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.heatmap.Heatmap;
import dev.whence.visualization.heatmap.ScaleMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class HeatFiguresTest {

    private static final double TOLERANCE = 1e-6;

    @TempDir
    Path folder;

    /** The four layouts on real maps. */
    enum Layout {
        XDA(preset -> XdaFigure.of(SampleHeatmaps.xda(3, 3, SampleHeatmaps.style()), preset)),
        PAIR(preset -> PairFigure.of(SampleHeatmaps.pair(0, SampleHeatmaps.style()), preset)),
        DECISION(preset -> DecisionFigure.of(SampleHeatmaps.decision(SampleHeatmaps.style()), preset)),
        COMPARISON(preset -> ComparisonFigure.of(SampleHeatmaps.comparison(3, SampleHeatmaps.style()), preset));

        private final Function<FigurePreset, Figure> figure;

        Layout(Function<FigurePreset, Figure> figure) {
            this.figure = figure;
        }

        Figure on(FigurePreset preset) {
            return figure.apply(preset);
        }
    }

    private static <E extends Element> List<E> all(Figure figure, Class<E> kind) {
        return figure.elements().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static String words(Figure figure) {
        return String.join(" ", all(figure, Text.class).stream().map(Text::text).toList());
    }

    private static Raster raster(Figure figure, String description) {
        return all(figure, Raster.class).stream()
                .filter(raster -> raster.description().startsWith(description))
                .findFirst()
                .orElseThrow();
    }

    private static Box box(Text text) {
        double left = FigureFont.startX(text);
        double width = FigureFont.of(text.weight()).widthMm(text.text(), text.sizePt());
        double height = FigureFont.CAP_HEIGHT * text.sizePt() * Figure.MM_PER_PT;
        return new Box(left, text.baseline() - height, width, height);
    }

    private static boolean apart(Box a, Box b) {
        return a.right() <= b.left() + TOLERANCE
                || b.right() <= a.left() + TOLERANCE
                || a.bottom() <= b.top() + TOLERANCE
                || b.bottom() <= a.top() + TOLERANCE;
    }

    /** No text or picture touches another, and none leaves the page. */
    private static void assertTidy(Figure figure, String what) {
        List<Box> boxes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Text text : all(figure, Text.class)) {
            boxes.add(box(text));
            names.add(text.text());
        }
        for (Raster raster : all(figure, Raster.class)) {
            boxes.add(raster.box());
            names.add(raster.description());
        }
        for (Gradient gradient : all(figure, Gradient.class)) {
            boxes.add(gradient.box());
            names.add("colour bar");
        }
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            assertTrue(
                    box.left() >= -TOLERANCE
                            && box.top() >= -TOLERANCE
                            && box.right() <= figure.widthMm() + TOLERANCE
                            && box.bottom() <= figure.heightMm() + TOLERANCE,
                    what + ": off the page: " + names.get(i));
            for (int j = i + 1; j < boxes.size(); j++) {
                assertTrue(apart(box, boxes.get(j)), what + ": " + names.get(i) + " / " + names.get(j));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void xdaPanelsAreTidyForOneToTenTiles(FigurePreset preset) {
        for (int k = 1; k <= 10; k++) {
            for (ScaleMode scale : ScaleMode.values()) {
                HeatStyle style = new HeatStyle(ColorMap.standard(), scale, 0.7, false, PictureTone.INVERTED_GREY);
                for (int opponents : Stream.of(0, 1, k).distinct().toList()) {
                    Figure figure = XdaFigure.of(SampleHeatmaps.crowded(k, opponents, style), preset);
                    assertTidy(figure, preset + " k=" + k + " opponents=" + opponents + " " + scale);
                    assertEquals(
                            2 + 3 * (k + opponents), all(figure, Raster.class).size());
                    assertEquals(preset.widthMm(), figure.widthMm());
                    if (preset.heightMm() > 0) {
                        assertEquals(preset.heightMm(), figure.heightMm(), preset + " k=" + k);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void otherLayoutsAreTidy(FigurePreset preset) {
        for (ScaleMode scale : ScaleMode.values()) {
            HeatStyle style = new HeatStyle(ColorMap.standard(), scale, 0.7, true, PictureTone.INVERTED_GREY);
            assertTidy(PairFigure.of(SampleHeatmaps.pair(-1, style), preset), preset + " pair");
            assertTidy(DecisionFigure.of(SampleHeatmaps.decision(style), preset), preset + " decision");
            for (int targets = 1; targets <= 10; targets++) {
                Figure figure = ComparisonFigure.of(SampleHeatmaps.comparison(targets, style), preset);
                assertTidy(figure, preset + " comparison of " + targets);
                assertEquals(1 + targets, all(figure, Raster.class).size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void filesAreWhatJournalsWant(Layout layout) throws Exception {
        Figure figure = layout.on(FigurePreset.SINGLE);
        ExportSettings print = new ExportSettings(300);
        String json = "{\"layout\":\"" + layout + "\"}";
        for (FigureFormat format : FigureFormat.values()) {
            byte[] once = FigureExport.bytes(figure, format, print, json);
            assertArrayEquals(once, FigureExport.bytes(layout.on(FigurePreset.SINGLE), format, print, json));
            Path file = folder.resolve("figure." + format.name().toLowerCase(Locale.ROOT));
            FigureExport.write(figure, file, print, json);
            assertEquals(Optional.of(json), Provenance.read(file));
            assertArrayEquals(once, Files.readAllBytes(file));
        }
        byte[] svg = FigureExport.bytes(figure, FigureFormat.SVG, print, json);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        assertEquals(
                all(figure, Raster.class).size(),
                document.getElementsByTagName("image").getLength());
        assertEquals(
                all(figure, Text.class).size(),
                document.getElementsByTagName("text").getLength());
        try (PDDocument pdf = Loader.loadPDF(FigureExport.bytes(figure, FigureFormat.PDF, print, json))) {
            assertEquals(85.0, pdf.getPage(0).getMediaBox().getWidth() * 25.4 / 72, 0.001);
            assertTrue(new PDFTextStripper().getText(pdf).contains("model 9f3ac1"));
        }
    }

    /** For people: every layout on every preset, under target/figures. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void drawsForTheEye(Layout layout) throws IOException {
        Path shown = Files.createDirectories(Path.of("target", "figures"));
        for (FigurePreset preset : FigurePreset.values()) {
            Figure figure = layout.on(preset);
            int dpi = preset == FigurePreset.SINGLE || preset == FigurePreset.DOUBLE ? 200 : 72;
            Path file = shown.resolve(layout + "-" + preset + ".png");
            FigureExport.write(figure, file, new ExportSettings(dpi), "{}");
            assertTrue(Files.size(file) > 1000);
        }
        FigureExport.write(
                layout.on(FigurePreset.DOUBLE), shown.resolve(layout + ".svg"), new ExportSettings(300), "{}");
        FigureExport.write(
                layout.on(FigurePreset.DOUBLE), shown.resolve(layout + ".pdf"), new ExportSettings(300), "{}");
    }

    @Test
    void xdaShowsEveryPartOfTheExplanation() {
        Figure figure = XdaFigure.of(SampleHeatmaps.xda(3, 2, SampleHeatmaps.style()), FigurePreset.DOUBLE);
        assertEquals(2 + 3 * 5, all(figure, Raster.class).size());
        String words = words(figure);
        for (String part : List.of(
                "Proponents of Sandal",
                "Opponents of Sandal",
                "+62.92",
                "\u221265.17",
                "Ankle boot",
                "train map",
                "test map",
                "decision map",
                "\u03a3 100.0\u00a0%",
                "true label")) {
            assertTrue(words.contains(part), part + " is missing in: " + words);
        }
        Box test = raster(figure, "Test image").box();
        Box best = raster(figure, "Training image Sandal #1798").box();
        Box second = raster(figure, "Training image Sandal #406").box();
        Box worst = raster(figure, "Training image Ankle boot #1480").box();
        assertTrue(worst.right() < test.left() && test.right() < best.left() && best.right() < second.left());
        Box train = raster(figure, "Train map of Sandal #1798").box();
        Box pairTest = raster(figure, "Test map of Sandal #1798").box();
        assertEquals(best.left(), train.left(), TOLERANCE);
        assertTrue(best.bottom() < train.top() && train.bottom() < pairTest.top());
    }

    @Test
    void onePanelScaleMakesStrengthsComparable() {
        HeatStyle panel = new HeatStyle(ColorMap.of("blue-red"), ScaleMode.PANEL, 1, false, PictureTone.AS_STORED);
        HeatStyle tile = new HeatStyle(ColorMap.of("blue-red"), ScaleMode.TILE, 1, false, PictureTone.AS_STORED);
        assertTrue(strongest(tile, 2) >= strongest(panel, 2), "a tile's own scale cannot be paler");
        assertNotEquals(strongest(panel, 2), strongest(tile, 2));
        String words = words(XdaFigure.of(SampleHeatmaps.xda(3, 3, tile), FigurePreset.DOUBLE));
        assertTrue(words.contains("\u2212max") && words.contains("each on its own scale"), words);
    }

    /** How far the strongest pixel of the last proponent's train map is from white. */
    private static int strongest(HeatStyle style, int rank) {
        Figure figure = XdaFigure.of(SampleHeatmaps.xda(rank + 1, 3, style), FigurePreset.DOUBLE);
        int most = 0;
        for (int pixel : raster(figure, "Train map of Sandal #1848").argb()) {
            most = Math.max(most, 255 - ((pixel >> 8) & 0xff));
        }
        return most;
    }

    @Test
    void lostRelevanceIsNamedInWarningColour() {
        Figure figure = ComparisonFigure.of(SampleHeatmaps.comparison(2, SampleHeatmaps.style()), FigurePreset.DOUBLE);
        Text warned = all(figure, Text.class).stream()
                .filter(text -> text.text().startsWith("\u03a3 89.7"))
                .findFirst()
                .orElseThrow();
        assertEquals(Ink.WARNING, warned.colour());
        assertEquals(Element.Weight.BOLD, warned.weight());
    }

    @Test
    void zeroAndUndefinedMapsAreDrawn() {
        float[] undefined = new float[28 * 28];
        Arrays.fill(undefined, Float.NaN);
        RelevanceMap zeros = RelevanceMap.explaining(new Heatmap(28, 28, new float[28 * 28]), 0);
        RelevanceMap nan = RelevanceMap.explaining(new Heatmap(28, 28, undefined), 1);
        XdaPanel real = SampleHeatmaps.xda(1, 0, SampleHeatmaps.style());
        XdaPanel panel = new XdaPanel(
                real.attribution(), zeros, List.of(new XdaPanel.Pair(zeros, nan)), List.of(), real.style());
        for (FigurePreset preset : FigurePreset.values()) {
            Figure figure = XdaFigure.of(panel, preset);
            assertTidy(figure, "zeros on " + preset);
            assertTrue(words(figure).contains("undefined"), "the undefined map says so");
            assertTrue(words(figure).contains("none of 2,000") || words(figure).contains("8 of 2,000"));
        }
    }

    @Test
    void missingMapsAreRefused() {
        XdaPanel real = SampleHeatmaps.xda(3, 3, SampleHeatmaps.style());
        assertThrows(
                IllegalArgumentException.class,
                () -> new XdaPanel(real.attribution(), real.decision(), List.of(), real.opponents(), real.style()));
    }
}

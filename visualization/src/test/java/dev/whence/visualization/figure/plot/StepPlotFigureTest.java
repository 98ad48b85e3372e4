package dev.whence.visualization.figure.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.chart.StepPlot.Kind;
import dev.whence.visualization.chart.StepPlot.Line;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import dev.whence.visualization.figure.export.FigureFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepPlotFigureTest {

    private static final int STEPS = 4;

    private static Figure figure(StepPlot plot) {
        return StepPlotFigure.of(plot, STEPS, "A title", "A caption.", FigurePreset.SINGLE);
    }

    private static String svg(StepPlot plot) {
        return new String(
                FigureExport.bytes(figure(plot), FigureFormat.SVG, new ExportSettings(300), "{}"),
                StandardCharsets.UTF_8);
    }

    @Test
    void linesAreNamedAndDrawnInTheirColours() {
        Line loss = Line.of("training loss", 0, new double[] {2, 1, 0.5, 0.25}, STEPS)
                .startingAt(0);
        Line accuracy = Line.of("accuracy", 2, new double[] {0.1, 0.5, 0.75, 1}, STEPS)
                .startingAt(0)
                .onTheRight();
        String svg = svg(new StepPlot("words", "loss", "share", Kind.LINES, List.of(loss, accuracy)));
        assertTrue(svg.contains("training loss") && svg.contains("accuracy") && svg.contains("A title"));
        assertTrue(svg.contains(">step<"), "the horizontal axis is named");
        assertTrue(svg.contains("4e79a7") && svg.contains("59a14f"), "both colours");
    }

    @Test
    void bandsLieOnTheSideOfTheirSign() {
        Line up = Line.of("up", 0, new double[] {0, 1, 2, 3, 4}, STEPS);
        Line down = Line.of("down", 1, new double[] {0, -1, -2, -3, -4}, STEPS);
        List<Element.Area> areas = figure(StepPlot.stacked("words", "logit", List.of(up, down))).elements().stream()
                .filter(Element.Area.class::isInstance)
                .map(Element.Area.class::cast)
                .filter(area -> area.box().width() < 0.6 && area.box().height() > 0)
                .toList();
        double lowestOfUp = areas.stream()
                .filter(area -> area.colour() == up.colour())
                .mapToDouble(area -> area.box().bottom())
                .max()
                .orElseThrow();
        double highestOfDown = areas.stream()
                .filter(area -> area.colour() == down.colour())
                .mapToDouble(area -> area.box().top())
                .min()
                .orElseThrow();
        assertEquals(lowestOfUp, highestOfDown, 1e-6);
    }

    @Test
    void logarithmicPlotsLeaveOutWhatIsNotPositive() {
        Line ratio = Line.of("ratio", 0, new double[] {0, 1, 10, Double.NaN, 1000}, STEPS);
        long segments = figure(new StepPlot("words", "ratio", "", Kind.LOGARITHMIC, List.of(ratio))).elements().stream()
                .filter(element -> element instanceof Element.Line line && line.colour() == ratio.colour())
                .count();
        assertEquals(1, segments);
    }

    @Test
    void nothingKnownStillGivesAFigure() {
        assertTrue(figure(StepPlot.lines("words", "unit", List.of())).heightMm() > 20);
    }
}

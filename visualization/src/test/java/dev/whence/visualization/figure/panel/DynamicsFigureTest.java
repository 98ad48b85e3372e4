package dev.whence.visualization.figure.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DynamicsPanel.Series;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicsFigureTest {

    private static DynamicsPanel panel(int steps) {
        double[] actual = IntStream.rangeClosed(0, steps)
                .mapToDouble(s -> Math.sqrt(s) - 1)
                .toArray();
        double[] change = IntStream.range(0, steps)
                .mapToDouble(s -> actual[s + 1] - actual[s] + 0.01)
                .toArray();
        double[] decay = new double[steps];
        Arrays.fill(decay, -0.01);
        List<Series> classes = IntStream.range(0, 10)
                .mapToObj(c -> new Series(
                        "class " + c,
                        IntStream.range(0, steps)
                                .mapToDouble(s -> Math.sin(s * (c + 1)))
                                .toArray()))
                .toList();
        Picture picture = new Picture(4, 4, 1, new byte[16]);
        return new DynamicsPanel(
                new TestImage(picture, "#3", "boot", 0.9, "sandal"),
                "boot",
                actual,
                actual,
                actual[steps],
                classes,
                change,
                decay,
                classes.subList(0, 6),
                SampleHeatmaps.style(),
                "Exact path kernel.");
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void everythingLiesOnThePage(FigurePreset preset) {
        Figure figure = DynamicsFigure.of(panel(60), preset);
        for (Element element : figure.elements()) {
            if (element instanceof Line line) {
                inside(figure, line.fromX(), line.fromY());
                inside(figure, line.toX(), line.toY());
            } else if (element instanceof Area area) {
                inside(figure, area.box().left(), area.box().top());
                inside(figure, area.box().right(), area.box().bottom());
            } else if (element instanceof Text text) {
                inside(figure, text.x(), text.baseline());
            }
        }
    }

    private static void inside(Figure figure, double x, double y) {
        assertTrue(x >= -1e-6 && x <= figure.widthMm() + 1e-6, "x " + x + " of " + figure.widthMm());
        assertTrue(y >= -1e-6 && y <= figure.heightMm() + 1e-6, "y " + y + " of " + figure.heightMm());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 5000})
    void anyNumberOfStepsGivesADrawingOfReasonableSize(int steps) {
        Figure figure = DynamicsFigure.of(panel(steps), FigurePreset.DOUBLE);
        assertTrue(
                figure.elements().size() < 12_000,
                "elements: " + figure.elements().size());
        String words = figure.elements().stream()
                .filter(Text.class::isInstance)
                .map(element -> ((Text) element).text())
                .collect(Collectors.joining("\n"));
        assertTrue(words.contains("class 9") && words.contains("weight decay"), words);
        assertEquals(4, words.lines().filter("step 0"::equals).count());
    }
}

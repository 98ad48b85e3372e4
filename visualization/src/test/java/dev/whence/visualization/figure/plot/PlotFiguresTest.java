package dev.whence.visualization.figure.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Band;
import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.chart.StripPlot;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single plots other than lines over steps: everything is on the page and says what it should. */
class PlotFiguresTest {

    private static final PlotPictures PICTURES =
            new PlotPictures(image -> new Picture(4, 4, 1, new byte[16]), image -> "#" + image, PictureTone.AS_STORED);

    private static MatrixPlot matrix(MatrixPlot.Scaling scaling) {
        float[][] values = new float[20][6000];
        for (int row = 0; row < 20; row++) {
            for (int column = 0; column < 6000; column++) {
                values[row][column] = row / 2 == column / 600 ? 1 : -0.001f;
            }
        }
        List<Band> rows = IntStream.range(0, 10)
                .mapToObj(c -> new Band("class " + c, 2 * c, 2 * c + 2))
                .toList();
        List<Band> columns = IntStream.range(0, 10)
                .mapToObj(c -> new Band("class " + c, 600 * c, 600 * c + 600))
                .toList();
        return new MatrixPlot(values, 1, scaling, rows, columns, "Matrix", "logit");
    }

    private static StripPlot strips() {
        float[] values = new float[61];
        boolean[] dots = new boolean[60];
        for (int s = 1; s <= 60; s++) {
            values[s] = s < 30 ? -s / 60f : s / 60f;
            dots[s - 1] = s % 20 == 0;
        }
        List<StripPlot.Row> rows = IntStream.range(0, 24)
                .mapToObj(i -> new StripPlot.Row(i, "ankle boot", values, dots))
                .toList();
        return new StripPlot(rows, 6000, 1, 60, "Strips", "logit");
    }

    private static PlanePlot plane() {
        return new PlanePlot(
                List.of(new PlanePlot.Placed(0, -3, 0), new PlanePlot.Placed(1, 2, 5), new PlanePlot.Placed(2, 0, -1)),
                "Plane");
    }

    private static BarPlot bars(int count) {
        return new BarPlot(
                IntStream.range(0, count)
                        .mapToObj(i -> new BarPlot.Bar("layer number " + i, i, count - i))
                        .toList(),
                "Bars",
                "share");
    }

    private static CurvePlot curves() {
        double[] x = {0, 0.5, 0.9, 0.99};
        return new CurvePlot(
                List.of(
                        new CurvePlot.Curve(
                                "by importance", 0, x, new double[] {1, 0.9, 0.8, 0.3}, new double[4], false),
                        new CurvePlot.Curve(
                                "at random",
                                1,
                                x,
                                new double[] {1, 0.5, 0.2, 0.1},
                                new double[] {0, 0.2, 0.3, 0.05},
                                true)),
                "Curves",
                "share removed",
                "accuracy",
                0,
                1);
    }

    private static Stream<Figure> all(FigurePreset preset) {
        double pt = preset.fontPt();
        return Stream.of(
                MatrixFigure.of(matrix(MatrixPlot.Scaling.LINEAR), "Title", "Caption.", preset, pt),
                StripFigure.of(strips(), PICTURES, "Title", "Caption.", preset, pt),
                PlaneFigure.of(plane(), PICTURES, "Title", "Caption.", preset, pt),
                BarFigure.of(bars(60), "Title", "Caption.", preset, pt),
                CurveFigure.of(curves(), "Title", "Caption.", preset, pt));
    }

    @ParameterizedTest
    @EnumSource(FigurePreset.class)
    void everythingLiesOnThePage(FigurePreset preset) {
        all(preset).forEach(figure -> {
            for (Element element : figure.elements()) {
                if (element instanceof Line line) {
                    inside(figure, line.fromX(), line.fromY());
                    inside(figure, line.toX(), line.toY());
                } else if (element instanceof Area area) {
                    inside(figure, area.box().left(), area.box().top());
                    inside(figure, area.box().right(), area.box().bottom());
                } else if (element instanceof Raster raster) {
                    inside(figure, raster.box().left(), raster.box().top());
                    inside(figure, raster.box().right(), raster.box().bottom());
                } else if (element instanceof Text text) {
                    inside(figure, text.x(), text.baseline());
                }
            }
            if (preset.heightMm() > 0) {
                assertEquals(preset.heightMm(), figure.heightMm(), 1e-6);
            }
        });
    }

    private static void inside(Figure figure, double x, double y) {
        assertTrue(x >= -1e-6 && x <= figure.widthMm() + 1e-6, "x " + x + " of " + figure.widthMm());
        assertTrue(y >= -1e-6 && y <= figure.heightMm() + 1e-6, "y " + y + " of " + figure.heightMm());
    }

    @Test
    void aWideMatrixIsAveragedAndItsSignsStayApart() {
        Figure figure = MatrixFigure.of(matrix(MatrixPlot.Scaling.LINEAR), "T", "C.", FigurePreset.DOUBLE, 8);
        Raster raster = (Raster) figure.elements().stream()
                .filter(Raster.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(1200, raster.columns());
        assertEquals(20, raster.rows());
        assertEquals(0xffb2182b, raster.argb()[0]);
        assertEquals(0xffffffff, raster.argb()[1199]);
    }

    @Test
    void theSignedLogarithmShowsSmallNumbersBesideLargeOnes() {
        MatrixPlot plot = matrix(MatrixPlot.Scaling.SIGNED_LOGARITHM);
        assertEquals(1, plot.share(1), 1e-12);
        assertEquals(-1, plot.share(-2), 1e-12);
        assertEquals(0, plot.share(0), 0);
        assertEquals(-Math.log(11) / Math.log(10_001), plot.share(-0.001), 1e-12);
    }

    @Test
    void barsThatDoNotFitAreCounted() {
        Figure figure = BarFigure.of(bars(60), "Title", "Caption.", FigurePreset.DOUBLE, 8);
        assertTrue(
                figure.elements().stream()
                        .anyMatch(element ->
                                element instanceof Text text && text.text().contains("The first 48 of 60 bars")),
                "the caption does not count");
    }
}

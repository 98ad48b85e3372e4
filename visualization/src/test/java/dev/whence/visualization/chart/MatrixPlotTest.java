package dev.whence.visualization.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.visualization.chart.MatrixPlot.Part;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixPlotTest {

    private static final MatrixPlot PLOT = new MatrixPlot(
            new float[][] {{1, -1, 0.5f, 0}, {0, 0.25f, -0.5f, 1}}, 1, Scaling.LINEAR, List.of(), List.of(), "", "");

    @Test
    void aPartIsThatOfTheWholePicture() {
        int[] whole = PLOT.argb(8, 4, false);
        int[] right = PLOT.argb(new Part(0.5, 0, 0.5, 1), 4, 4, false);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                assertEquals(whole[y * 8 + 4 + x], right[y * 4 + x], x + ", " + y);
            }
        }
    }

    @Test
    void oneCellFillsThePictureWhenLookedAtClosely() {
        int[] close = PLOT.argb(new Part(0.75, 0.5, 0.25, 0.5), 3, 2, false);
        assertArrayEquals(new int[] {0xffb2182b, 0xffb2182b, 0xffb2182b, 0xffb2182b, 0xffb2182b, 0xffb2182b}, close);
    }
}

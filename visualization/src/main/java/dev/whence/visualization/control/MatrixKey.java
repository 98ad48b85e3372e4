package dev.whence.visualization.control;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** Beside a matrix: which colour means which number. */
final class MatrixKey {

    private static final double GAP = 14;
    private static final double WIDTH = 9;
    private static final double TALLEST = 150;
    private static final double LINE = 14;

    /** Less room than this holds no numbers. */
    private static final double NARROWEST = 60;

    private MatrixKey() {}

    /**
     * Draws the colours from the strongest in favour down to the strongest against, with their numbers and the unit.
     *
     * @param left where the matrix ends
     * @param room from there to the right edge
     * @param high height of the matrix
     * @param words colour of the letters; the pen's font is used
     */
    static void draw(
            GraphicsContext pen, MatrixPlot plot, boolean dark, Color words, double left, double room, double high) {
        double bar = Math.floor(Math.min(TALLEST, high - 2 * LINE));
        if (room < NARROWEST || bar < 3 * LINE) {
            return;
        }
        double x = left + GAP;
        for (int y = 0; y < bar; y++) {
            double share = 1 - 2 * (y + 0.5) / bar;
            int hue = MatrixPlot.hue(share < 0, dark);
            pen.setFill(Color.rgb(hue >> 16 & 0xff, hue >> 8 & 0xff, hue & 0xff, Math.abs(share)));
            pen.fillRect(x, y, WIDTH, 1);
        }
        pen.strokeRect(x - 0.5, 0.5, WIDTH + 1, bar);
        pen.setFill(words);
        pen.setTextAlign(TextAlignment.LEFT);
        double beside = x + WIDTH + 5;
        double widest = room - GAP - WIDTH - 5;
        pen.setTextBaseline(VPos.TOP);
        pen.fillText(SignedNumbers.score(plot.largest()), beside, 0, widest);
        pen.setTextBaseline(VPos.CENTER);
        pen.fillText("0", beside, bar / 2, widest);
        pen.setTextBaseline(VPos.BOTTOM);
        pen.fillText(SignedNumbers.score(-plot.largest()), beside, bar, widest);
        pen.setTextBaseline(VPos.TOP);
        pen.fillText(plot.unit(), x, bar + 4, room - GAP);
        if (plot.scaling() == Scaling.SIGNED_LOGARITHM) {
            pen.fillText("logarithmic", x, bar + 4 + LINE, room - GAP);
        }
        pen.setTextBaseline(VPos.BASELINE);
    }
}

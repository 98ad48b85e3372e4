package dev.whence.visualization.chart;

import java.util.List;

/**
 * Training images through time: a coloured strip for each.
 *
 * @param rows in the order of display
 * @param all how many images there are, of which the rows are the first
 * @param largest magnitude that has the strongest colour, {@code > 0}
 * @param steps of the training
 * @param words what is drawn
 * @param unit of the values
 */
public record StripPlot(List<Row> rows, int all, double largest, int steps, String words, String unit) {

    /**
     * One image.
     *
     * @param image position in its data
     * @param name of its class
     * @param values before each step and at the end, {@code [steps + 1]}; shared, not to be written to
     * @param dots whether it was in the batch of each step, {@code [steps]}; shared, not to be written to
     */
    public record Row(int image, String name, float[] values, boolean[] dots) {}

    public StripPlot {
        rows = List.copyOf(rows);
    }
}

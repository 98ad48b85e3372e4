package dev.whence.app.figure;

import dev.whence.visualization.dynamics.StripOrder;

/**
 * What a single plot of a training shows.
 *
 * @param test position of the test image, for plots about one
 * @param number class whose output is shown, for plots about one
 * @param layer name of a layer; empty for all together
 * @param order of strips
 * @param step by which strips are sorted, if the order follows the step
 * @param rows most strips
 */
public record DynamicsChoice(
        DynamicsPlot plot, int test, int number, String layer, StripOrder order, int step, int rows) {

    /** So many strips unless said otherwise. */
    public static final int ROWS = 24;

    /** A plot with everything else as usual. */
    public static DynamicsChoice of(DynamicsPlot plot, int test, int number) {
        return new DynamicsChoice(plot, test, number, "", StripOrder.STRONGEST, -1, ROWS);
    }

    /** The same for one layer. */
    public DynamicsChoice withLayer(String name) {
        return new DynamicsChoice(plot, test, number, name, order, step, rows);
    }

    /** The same with strips in another order. */
    public DynamicsChoice sorted(StripOrder wanted, int at) {
        return new DynamicsChoice(plot, test, number, layer, wanted, at, rows);
    }

    @Override
    public String toString() {
        return plot.toString();
    }
}

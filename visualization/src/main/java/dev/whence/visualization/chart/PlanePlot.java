package dev.whence.visualization.chart;

import java.util.List;

/**
 * Images at places of a plane, so that what is alike lies together. Both directions have the same scale.
 *
 * @param words what is drawn
 */
public record PlanePlot(List<Placed> places, String words) {

    /** The position of an image in its data with its place. */
    public record Placed(int image, double x, double y) {}

    public PlanePlot {
        places = List.copyOf(places);
    }
}

package dev.whence.app.ui.heat;

/** What there is to show where the decision's heatmap belongs. */
public sealed interface HeatState {

    /** Nothing was asked for. */
    record Nothing() implements HeatState {}

    /** The map is being computed. */
    record Working() implements HeatState {}

    /**
     * @param run made the map
     */
    record Ready(HeatmapRun<?> run, SeenMap map) implements HeatState {}

    /**
     * There is no map.
     *
     * @param sentence why, and what to do
     */
    record Missing(String sentence) implements HeatState {}
}

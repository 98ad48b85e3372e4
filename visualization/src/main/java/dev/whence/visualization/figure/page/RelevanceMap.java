package dev.whence.visualization.figure.page;

import dev.whence.visualization.heatmap.Heatmap;

/**
 * A heatmap and how much of what it explains it holds.
 *
 * @param conserved sum of the map over the explained value, 1 if nothing was lost; NaN if not known
 */
public record RelevanceMap(Heatmap map, double conserved) {

    /** Further off than this is shown as a warning. */
    private static final double BAND = 0.05;

    /** The map with the share that its sum has of the explained value; not known if that is zero or a value is not a number. */
    public static RelevanceMap explaining(Heatmap map, double explained) {
        return new RelevanceMap(map, explained == 0 || !map.isDefined() ? Double.NaN : map.sum() / explained);
    }

    public boolean known() {
        return Double.isFinite(conserved);
    }

    /** Whether a line below the map says something about its values. */
    boolean noted() {
        return known() || !map.isDefined();
    }

    boolean good() {
        return Math.abs(conserved - 1) <= BAND;
    }
}

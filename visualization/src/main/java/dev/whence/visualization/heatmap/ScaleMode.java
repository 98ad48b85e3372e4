package dev.whence.visualization.heatmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which heatmaps share a scale, and can therefore be compared by colour. */
public enum ScaleMode {
    /** Each has its own: every pattern is visible, strengths cannot be compared. */
    TILE,
    /** Those of one row share one. */
    ROW,
    /** All share one. */
    PANEL;

    /** For people: {@code "tile"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The magnitude that gets the strongest colour, for every map.
     *
     * @param magnitudes the largest magnitude of every map, row by row; a NaN or infinite one does not count
     * @return as many rows of as many magnitudes, each {@code >= 0}
     */
    public List<List<Double>> scales(List<List<Double>> magnitudes) {
        double panel = magnitudes.stream().mapToDouble(ScaleMode::largest).max().orElse(0);
        List<List<Double>> scales = new ArrayList<>();
        for (List<Double> row : magnitudes) {
            double rowScale = largest(row);
            scales.add(row.stream()
                    .map(own -> switch (this) {
                        case TILE -> largest(List.of(own));
                        case ROW -> rowScale;
                        case PANEL -> panel;
                    })
                    .toList());
        }
        return List.copyOf(scales);
    }

    private static double largest(List<Double> magnitudes) {
        return magnitudes.stream()
                .mapToDouble(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}

package dev.whence.visualization.figure.page;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.heatmap.ScaleMode;

/**
 * How a figure shows heatmaps.
 *
 * @param colours a diverging map
 * @param scale which of the maps of one quantity share a scale
 * @param opacity 0 shows the picture, 1 the heatmap alone, between them the heatmap over the fading picture
 * @param smooth whether map pixels are interpolated instead of drawn as squares
 * @param tone how grey pictures are shown
 */
public record HeatStyle(ColorMap colours, ScaleMode scale, double opacity, boolean smooth, PictureTone tone) {

    public HeatStyle {
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("opacity " + opacity);
        }
    }

    /** A colour-blind-safe map, one scale for the whole panel, squares. */
    public static HeatStyle standard(PictureTone tone) {
        return new HeatStyle(ColorMap.standard(), ScaleMode.PANEL, 0.75, false, tone);
    }
}

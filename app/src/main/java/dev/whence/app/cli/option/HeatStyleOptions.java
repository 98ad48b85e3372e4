package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.heatmap.ScaleMode;
import picocli.CommandLine.Option;

/** How heatmaps look in a figure. */
public final class HeatStyleOptions {

    @Option(
            names = "--cmap",
            paramLabel = "NAME",
            defaultValue = "blue-orange",
            description = "Colour map: a name, or colours such as 00f,80:fff,f00. Default: ${DEFAULT-VALUE}.")
    String colours = "blue-orange";

    @Option(
            names = "--scale-by",
            paramLabel = "tile|row|panel",
            defaultValue = "panel",
            description = "Which maps share a scale. Default: ${DEFAULT-VALUE}.")
    ScaleMode scale = ScaleMode.PANEL;

    @Option(
            names = "--opacity",
            paramLabel = "0..1",
            defaultValue = "0.75",
            description = "0 shows the picture, 1 the heatmap alone. Default: ${DEFAULT-VALUE}.")
    double opacity = 0.75;

    @Option(names = "--smooth", description = "Interpolate between the map's pixels.")
    boolean smooth;

    /**
     * @throws BadInputException if the colour map or the opacity cannot be understood
     */
    public HeatStyle style() {
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new BadInputException("--opacity is " + opacity + "; give 0 (picture) to 1 (heatmap alone).");
        }
        return new HeatStyle(ColorMap.of(colours), scale, opacity, smooth, PictureTone.AS_STORED);
    }
}

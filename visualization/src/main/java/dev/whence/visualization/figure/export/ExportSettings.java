package dev.whence.visualization.figure.export;

import dev.whence.engine.BadInputException;

/**
 * How a figure becomes a file.
 *
 * @param dpi pixels per inch of a PNG, and of the images inside an SVG or PDF; 30 to 2400
 */
public record ExportSettings(int dpi) {

    public ExportSettings {
        if (dpi < 30 || dpi > 2400) {
            throw new BadInputException("A resolution of " + dpi + " dpi is not possible; give 30 to 2400.");
        }
    }

    double pixelsPerMm() {
        return dpi / 25.4;
    }
}

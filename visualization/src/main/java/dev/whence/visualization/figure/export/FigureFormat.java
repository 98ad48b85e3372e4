package dev.whence.visualization.figure.export;

import dev.whence.engine.BadInputException;
import java.nio.file.Path;
import java.util.Locale;

/** The file formats of figures. */
public enum FigureFormat {
    PNG,
    SVG,
    PDF;

    /**
     * The format that a file name ends with.
     *
     * @throws BadInputException if it is none of them
     */
    public static FigureFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (FigureFormat format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new BadInputException("The figure cannot be written to '" + file
                + "': its name says no known format; let it end with .png, .svg or .pdf.");
    }
}

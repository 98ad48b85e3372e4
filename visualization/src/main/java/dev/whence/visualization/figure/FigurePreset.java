package dev.whence.visualization.figure;

import dev.whence.engine.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a figure will be seen, and what follows for its size, its letters and its resolution. */
public enum FigurePreset {
    /** One column of a journal page. */
    SINGLE("single column, 85 mm", 85, 0, 6.5, 1, 300),
    /** The full width of a journal page. */
    DOUBLE("double column, 180 mm", 180, 0, 8, 1, 300),
    /** A 16:9 slide, the height included. */
    SLIDE("slide, 16:9", 338.667, 190.5, 16, 14, 144),
    /** Part of a poster. */
    POSTER("poster, 600 mm", 600, 0, 26, 10, 150);

    private final String label;
    private final double widthMm;
    private final double heightMm;
    private final double fontPt;
    private final double marginMm;
    private final int dpi;

    FigurePreset(String label, double widthMm, double heightMm, double fontPt, double marginMm, int dpi) {
        this.label = label;
        this.widthMm = widthMm;
        this.heightMm = heightMm;
        this.fontPt = fontPt;
        this.marginMm = marginMm;
        this.dpi = dpi;
    }

    /** For people: {@code "single column, 85 mm"}. */
    public String label() {
        return label;
    }

    public double widthMm() {
        return widthMm;
    }

    /** The least height in millimetres, 0 where the content decides. */
    public double heightMm() {
        return heightMm;
    }

    /** Size of running text in points. */
    public double fontPt() {
        return fontPt;
    }

    /** Empty space at the edges in millimetres. */
    public double marginMm() {
        return marginMm;
    }

    /** Resolution unless the user says otherwise. */
    public int dpi() {
        return dpi;
    }

    /**
     * Reads {@code single}, {@code double}, {@code slide} or {@code poster}.
     *
     * @throws BadInputException for anything else
     */
    public static FigurePreset parse(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(preset -> preset.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new BadInputException("The preset '" + text + "' is unknown; give one of "
                        + Arrays.stream(values())
                                .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}

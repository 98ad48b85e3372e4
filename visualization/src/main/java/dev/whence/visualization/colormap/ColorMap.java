package dev.whence.visualization.colormap;

import dev.whence.engine.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A palette of 256 colours for values from 0 to 1.
 *
 * <p>The maps known by name are those of zennit (its colour map table and language, "zennit.cmap") and diverging maps
 * that people with any common colour vision deficiency can read; a safe one is the default.
 */
public final class ColorMap {

    private static final int SIZE = 256;
    private static final int[] CHANNELS = {16, 8, 0};
    private static final double ROUNDING = 1e12;

    private final String name;
    private final boolean diverging;
    private final int[] palette;

    private ColorMap(String name, boolean diverging, int[] palette) {
        this.name = name;
        this.diverging = diverging;
        this.palette = palette;
    }

    /**
     * A map written in the colour map language.
     *
     * @throws BadInputException if the text is not in the language
     */
    public static ColorMap parse(String source) {
        return compiled(source, source, source.contains("80:"), 1);
    }

    /**
     * A named map, or one written in the colour map language. A name followed by {@code _r} is the map backwards.
     *
     * @throws BadInputException if it is neither
     */
    public static ColorMap of(String nameOrSource) {
        String wanted = nameOrSource.strip().toLowerCase(Locale.ROOT);
        boolean backwards = wanted.endsWith("_r");
        String forwards = backwards ? wanted.substring(0, wanted.length() - 2) : wanted;
        return Arrays.stream(NamedMap.values())
                .filter(known -> known.mapName().equals(forwards))
                .findFirst()
                .map(known -> backwards ? named(known).reversed() : named(known))
                .orElseGet(() -> parse(nameOrSource));
    }

    /** The map used unless the user says otherwise: blue, white, orange. */
    public static ColorMap standard() {
        return named(NamedMap.BLUE_ORANGE);
    }

    static ColorMap named(NamedMap map) {
        return compiled(map.mapName(), map.source(), map.diverging(), 1);
    }

    /** All names that {@link #of} knows, without the reversed ones. */
    public static List<String> names() {
        return Arrays.stream(NamedMap.values()).map(NamedMap::mapName).toList();
    }

    /**
     * This named map with its colours pushed apart (above 1) or together (below 1) around the middle, as zennit's
     * "level".
     */
    public ColorMap withLevel(double level) {
        for (NamedMap known : NamedMap.values()) {
            if (known.mapName().equals(name)) {
                return compiled(name, known.source(), diverging, level);
            }
        }
        return compiled(name, name, diverging, level);
    }

    private static ColorMap compiled(String name, String source, boolean diverging, double level) {
        List<ColorMapParser.Anchor> anchors = ColorMapParser.parse(source);
        int[] palette = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double even = -1 + 2.0 * i / (SIZE - 1);
            double place = Math.max(0, Math.min(1, (level * even + 1) / 2)) * (SIZE - 1);
            palette[i] = interpolated(anchors, place);
        }
        return new ColorMap(name, diverging, palette);
    }

    private static int interpolated(List<ColorMapParser.Anchor> anchors, double place) {
        int right = 0;
        while (right < anchors.size() && anchors.get(right).place() <= place) {
            right++;
        }
        if (right == 0) {
            return anchors.get(0).colour();
        }
        ColorMapParser.Anchor from = anchors.get(right - 1);
        if (right == anchors.size()) {
            return from.colour();
        }
        ColorMapParser.Anchor to = anchors.get(right);
        double share = (place - from.place()) / (to.place() - from.place());
        int colour = 0;
        for (int shift : CHANNELS) {
            int start = (from.colour() >> shift) & 0xff;
            int end = (to.colour() >> shift) & 0xff;
            double exact = start + (end - start) * share;
            colour |= (int) Math.floor(Math.rint(exact * ROUNDING) / ROUNDING) << shift;
        }
        return colour;
    }

    /** The map backwards. */
    public ColorMap reversed() {
        int[] backwards = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            backwards[i] = palette[SIZE - 1 - i];
        }
        return new ColorMap(name + "_r", diverging, backwards);
    }

    public String name() {
        return name;
    }

    /** Whether the middle is neutral, so that the two ends show the two signs. */
    public boolean diverging() {
        return diverging;
    }

    /**
     * @param index 0 to 255
     * @return {@code 0xRRGGBB}
     */
    public int colour(int index) {
        return palette[index];
    }

    /** All colours, from the lowest value to the highest, {@code 0xRRGGBB}. */
    public List<Integer> colours() {
        return Arrays.stream(palette).boxed().toList();
    }

    /**
     * Colours every value.
     *
     * @return {@code 0xffRRGGBB} per value; values that are not a number become transparent
     */
    public int[] colour(float[] values, Normalization normalization) {
        int[] argb = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            argb[i] = Float.isNaN(values[i]) ? 0 : 0xff000000 | palette[normalization.index(values[i])];
        }
        return argb;
    }
}

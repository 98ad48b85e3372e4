package dev.whence.visualization.colormap;

import dev.whence.engine.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads zennit's colour map language: colours {@code rgb} or {@code rrggbb} in hexadecimal digits, separated by commas,
 * each with an optional hexadecimal place before a colon: {@code "00f,80:fff,f00"}. Colours without a place are spaced
 * evenly between their neighbours with one; the first stands at 0, the last at ff.
 */
final class ColorMapParser {

    private static final int LAST = 255;
    private static final int OPEN = -1;

    private final String source;
    private final List<Integer> places = new ArrayList<>();
    private final List<Integer> colours = new ArrayList<>();

    private ColorMapParser(String source) {
        this.source = source;
    }

    /** A colour {@code 0xRRGGBB} at a place, 0 to 255. */
    record Anchor(int place, int colour) {}

    /**
     * @throws BadInputException if the text is not in the language
     */
    static List<Anchor> parse(String source) {
        return new ColorMapParser(source).read();
    }

    private List<Anchor> read() {
        for (String node : source.split(",", -1)) {
            add(node.strip());
        }
        if (colours.size() < 2) {
            throw wrong("it needs at least two colours");
        }
        if (places.get(0) == OPEN) {
            places.set(0, 0);
        }
        int last = places.size() - 1;
        if (places.get(last) == OPEN) {
            places.set(last, LAST);
        }
        spreadOpenPlaces();
        List<Anchor> anchors = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            if (i > 0 && places.get(i) < places.get(i - 1)) {
                throw wrong("its places do not ascend");
            }
            anchors.add(new Anchor(places.get(i), colours.get(i)));
        }
        return anchors;
    }

    private void add(String node) {
        int colon = node.indexOf(':');
        String place = colon < 0 ? "" : node.substring(0, colon);
        String colour = node.substring(colon + 1);
        if ((colon >= 0 && !place.matches("[0-9a-fA-F]{1,2}")) || !colour.matches("[0-9a-fA-F]{3}|[0-9a-fA-F]{6}")) {
            throw wrong("'" + node + "' is no colour");
        }
        places.add(colon < 0 ? OPEN : Integer.parseInt(doubled(place, 1), 16));
        colours.add(Integer.parseInt(doubled(colour, 3), 16));
    }

    /** Writes every digit twice if there are only so many. */
    private static String doubled(String digits, int shortForm) {
        return digits.length() == shortForm ? digits.replaceAll("(.)", "$1$1") : digits;
    }

    private void spreadOpenPlaces() {
        int known = 0;
        for (int i = 1; i < places.size(); i++) {
            if (places.get(i) != OPEN) {
                int from = places.get(known);
                int span = places.get(i) - from;
                for (int open = known + 1; open < i; open++) {
                    places.set(open, from + span * (open - known) / (i - known));
                }
                known = i;
            }
        }
    }

    private BadInputException wrong(String why) {
        return new BadInputException("The colour map '" + source + "' cannot be read: " + why
                + "; write colours like '00f,80:fff,f00' or give a name.");
    }
}

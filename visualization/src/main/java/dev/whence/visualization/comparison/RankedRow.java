package dev.whence.visualization.comparison;

import java.util.List;

/**
 * One ranking in a comparison.
 *
 * @param title what made it
 * @param entries the strongest first, as many as are shown
 * @param ranked how many images the ranking holds in all
 */
public record RankedRow(String title, List<Entry> entries, int ranked) {

    public RankedRow {
        entries = List.copyOf(entries);
    }

    /**
     * @param image position of the image
     * @param score what put it there
     */
    public record Entry(int image, double score) {}

    /** The place of an image among those shown, 0 for the first; -1 if it is not shown. */
    int indexOf(int image) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).image() == image) {
                return i;
            }
        }
        return -1;
    }
}

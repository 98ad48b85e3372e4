package dev.whence.app.ui.explore;

import dev.whence.engine.attribution.Ranking;
import java.util.List;
import java.util.Locale;

/** Says in words how the scores of one explanation are spread. */
public final class Shares {

    private Shares() {}

    /** The part of one entry in the sum of its side, 0 to 1. */
    public static double of(Ranking.Entry entry, Ranking ranking) {
        List<Ranking.Entry> side = entry.score() > 0 ? ranking.proponents() : ranking.opponents();
        double sum = side.stream().mapToDouble(Ranking.Entry::score).sum();
        return sum == 0 ? 0 : entry.score() / sum;
    }

    /** For example {@code "7 of 203 training images speak against it"}, where 7 are shown. */
    public static String row(int shown, int all, boolean proponents, String what) {
        String verb = proponents ? "for " : "against ";
        if (all == 0) {
            return "No training image speaks " + verb + what + ".";
        }
        if (all == 1) {
            return "One training image speaks " + verb + what + ".";
        }
        String count = shown < all
                ? String.format(Locale.ROOT, "%,d of the %,d", shown, all)
                : String.format(Locale.ROOT, "All %,d", all);
        return count + " training images that speak " + verb + what + ".";
    }

    /** For example {@code "29 %"}, {@code "0.4 %"}, {@code "< 0.1 %"}. */
    public static String percent(double share) {
        double percent = 100 * share;
        if (percent > 0 && percent < 0.1) {
            return "< 0.1 %";
        }
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }
}

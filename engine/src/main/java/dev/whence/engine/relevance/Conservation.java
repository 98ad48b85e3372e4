package dev.whence.engine.relevance;

import java.util.List;
import java.util.Locale;

/**
 * Whether a map distributes the whole value it explains, and nothing more.
 *
 * @param ratio the sum of relevance over the value explained; NaN where the value is 0
 * @param band by how much the ratio may differ from 1
 * @param verdict whether it does not
 * @param reason one sentence if it does, or if it does not but positive and negative relevance all but cancel; else empty
 */
public record Conservation(double ratio, double band, Verdict verdict, String reason) {

    /** Up to this share may be lost or gained unnoticed. */
    public static final double DEFAULT_BAND = 0.05;

    /** From this many times the value explained on, magnitudes are told: the map is much stronger than what it explains. */
    private static final double STRONG = 10;

    /** The colour of the badge. */
    public enum Verdict {
        GREEN,
        AMBER
    }

    /**
     * Judges one map by the default band.
     *
     * @param leaks what is known to lose or add relevance, from {@link HeatmapExplainer#leaks}
     */
    public static Conservation of(Heatmaps maps, int image, List<String> leaks) {
        return of(maps, image, DEFAULT_BAND, leaks);
    }

    /** Judges one map. */
    public static Conservation of(Heatmaps maps, int image, double band, List<String> leaks) {
        int size = maps.relevance().size() / maps.explained().length;
        double sum = 0;
        double magnitude = 0;
        for (int i = image * size; i < (image + 1) * size; i++) {
            sum += maps.relevance().get(i);
            magnitude += Math.abs(maps.relevance().get(i));
        }
        double explained = maps.explained()[image];
        if (!Double.isFinite(sum) || !Double.isFinite(explained)) {
            return new Conservation(
                    Double.NaN,
                    band,
                    Verdict.AMBER,
                    "The map holds values that are not finite numbers; choose another composite or more precision.");
        }
        if (explained == 0) {
            boolean nothing = Math.abs(sum) <= band * magnitude;
            return new Conservation(
                    Double.NaN,
                    band,
                    nothing ? Verdict.GREEN : Verdict.AMBER,
                    nothing ? "" : "The value explained is 0 but the relevance is not balanced" + because(leaks));
        }
        double ratio = sum / explained;
        if (Math.abs(ratio - 1) <= band) {
            return new Conservation(ratio, band, Verdict.GREEN, cancelling(magnitude / Math.abs(explained)));
        }
        String share = String.format(Locale.ROOT, "%.1f", 100 * ratio);
        return new Conservation(
                ratio,
                band,
                Verdict.AMBER,
                "The relevance adds up to " + share + " % of the value explained" + because(leaks));
    }

    private static String cancelling(double times) {
        return times < STRONG
                ? ""
                : String.format(
                        Locale.ROOT,
                        "The map adds up, but of positive and negative parts %.0f times the value explained, which all but"
                                + " cancel: the sum of some neuron is close to 0 and its inputs' shares are large.",
                        times);
    }

    private static String because(List<String> leaks) {
        return ": " + (leaks.isEmpty() ? "stabilisers absorb it where sums nearly cancel" : String.join("; ", leaks))
                + ".";
    }
}

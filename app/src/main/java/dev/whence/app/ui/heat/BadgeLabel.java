package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.Conservation.Verdict;
import java.util.Locale;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/** Says how much of what a map explains it holds; the sign beside the number says whether that is enough. */
public final class BadgeLabel extends Label {

    public BadgeLabel() {
        getStyleClass().addAll("badge-label", "small");
        setMinWidth(USE_PREF_SIZE);
        show(null);
    }

    /** Shows a verdict, or nothing. */
    public void show(@Nullable Conservation conservation) {
        setVisible(conservation != null);
        setManaged(conservation != null);
        getStyleClass().removeAll("kept", "lost");
        if (conservation == null) {
            setText("");
            return;
        }
        boolean kept = conservation.verdict() == Verdict.GREEN;
        getStyleClass().add(kept ? "kept" : "lost");
        setText(text(conservation));
        String words = conservation.reason().isEmpty()
                ? "The map adds up to the value it explains, within " + percent(conservation.band()) + "."
                : conservation.reason();
        setTooltip(Labels.tooltip(words));
        setAccessibleText("Sum of the map: " + text(conservation) + ". " + words);
        setAccessibleHelp(words);
    }

    /** For example {@code "Σ 99.6 % ✓"}, with {@code ±} where positive and negative parts all but cancel. */
    public static String text(Conservation conservation) {
        boolean told = !conservation.reason().isEmpty();
        String sign = conservation.verdict() == Verdict.AMBER ? " !" : told ? " ✓ ±" : " ✓";
        return "Σ " + (Double.isNaN(conservation.ratio()) ? "–" : percent(conservation.ratio())) + sign;
    }

    private static String percent(double ratio) {
        double percent = 100 * ratio;
        if (Math.abs(percent) >= 10_000) {
            return String.format(Locale.ROOT, "%.0e %%", percent).replace("-", "−");
        }
        return String.format(Locale.ROOT, Math.abs(percent) >= 1000 ? "%.0f %%" : "%.1f %%", percent)
                .replace("-", "−");
    }
}

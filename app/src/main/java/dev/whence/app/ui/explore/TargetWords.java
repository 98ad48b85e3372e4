package dev.whence.app.ui.explore;

import dev.whence.app.ui.LabelWords;
import dev.whence.engine.attribution.Target;
import java.util.List;

/** Says which class is explained. */
final class TargetWords {

    private TargetWords() {}

    /** For example {@code "Sandal (predicted)"}. */
    static String of(Target target, Decision decision, List<String> names) {
        if (target instanceof Target.Label) {
            return LabelWords.of(names, decision.label()) + " (true)";
        }
        if (target instanceof Target.OfClass single) {
            return names.get(single.index());
        }
        if (target instanceof Target.Contrast contrast) {
            return names.get(contrast.a()) + " rather than " + names.get(contrast.b());
        }
        return names.get(decision.predicted()) + " (predicted)";
    }

    /** The explained class without remarks: {@code "Sandal"} or {@code "Sandal rather than Boot"}. */
    static String plain(int positive, int negative, List<String> names) {
        if (positive < 0) {
            return "the explained classes";
        }
        return negative < 0 ? names.get(positive) : names.get(positive) + " rather than " + names.get(negative);
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.history.HistoryFolder;
import java.util.Locale;

/** How a network was trained, in a line. */
final class HistoryWords {

    private HistoryWords() {}

    static String of(HistoryFolder history) {
        int kept = history.states().length;
        String states = kept == history.steps() + 1
                ? "all states"
                : String.format(Locale.ROOT, "%,d of %,d states", kept, history.steps() + 1);
        return String.format(
                Locale.ROOT,
                "%s · lr %s · batch %d · %s",
                name(history.description().optimizer()),
                Double.toString(history.learningRate(0)),
                history.batch(0).length,
                states);
    }

    private static String name(Optimizer optimizer) {
        String id = OptimizerText.format(optimizer);
        return switch (id.contains(",") ? id.substring(0, id.indexOf(',')) : id) {
            case "adamw" -> "AdamW";
            case "adam" -> "Adam";
            case "momentum" -> "SGD with momentum";
            default -> "SGD";
        };
    }
}

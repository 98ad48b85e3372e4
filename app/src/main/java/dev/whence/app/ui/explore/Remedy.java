package dev.whence.app.ui.explore;

import dev.whence.engine.settings.SettingDescriptor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of one setting that may help a run whose numbers broke down.
 *
 * @param key of the setting
 * @param value to try
 */
record Remedy(String key, String value) {

    private static final String DAMPING = "damping";
    private static final double LEAST = 1e-3;

    /** Methods say which damping would do, where they know it. */
    private static final Pattern PROPOSED =
            Pattern.compile("damping.* for example to ([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)");

    /** More damping, if the failure is about it and the method in the form has such a setting. */
    static Optional<Remedy> of(Outcome.Missing missing, MethodModel method) {
        boolean has = method.fields().stream().map(SettingDescriptor::key).anyMatch(DAMPING::equals);
        if (!missing.failed()
                || !has
                || !missing.sentence().toLowerCase(Locale.ROOT).contains(DAMPING)) {
            return Optional.empty();
        }
        Matcher proposed = PROPOSED.matcher(missing.sentence());
        if (proposed.find()) {
            return Optional.of(new Remedy(DAMPING, proposed.group(1)));
        }
        try {
            double now = Double.parseDouble(method.texts().getOrDefault(DAMPING, "0"));
            return Optional.of(new Remedy(DAMPING, Float.toString((float) Math.max(LEAST, 10 * now))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String words() {
        return "Raise the damping to " + value + " and run";
    }

    void applyTo(MethodModel method) {
        method.texts().put(key, value);
    }
}

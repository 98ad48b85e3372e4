package dev.whence.app.ui.heat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The setting {@code rules} of relevance propagation as a table: layers with a rule of their own. */
final class RuleOverrides {

    /** What menus offer; other parameters are typed. */
    static final List<String> OFFERED = List.of(
            "",
            "epsilon:1e-6",
            "epsilon:0.25",
            "zplus",
            "gamma:0.25",
            "alpha-beta:2",
            "flat",
            "wsquare",
            "box",
            "gradient",
            "pass",
            "deconvnet",
            "guided",
            "beta-smooth:10");

    private RuleOverrides() {}

    /** Rules by layer; parts that are no {@code layer=rule} are left out. */
    static Map<String, String> parse(String text) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                rules.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return rules;
    }

    /**
     * The text with another rule for one layer.
     *
     * @param rule empty for that of the composite
     */
    static String with(String text, String layer, String rule) {
        Map<String, String> rules = parse(text);
        if (rule.isBlank()) {
            rules.remove(layer);
        } else {
            rules.put(layer, rule.strip());
        }
        return rules.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}

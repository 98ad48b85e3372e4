package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.relevance.lrp.PreFlight;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** The rule of each layer, as a table or as JSON. */
public final class RuleTable {

    private final List<PreFlight.Entry> entries;

    public RuleTable(List<PreFlight.Entry> entries) {
        this.entries = entries;
    }

    public void print(PrintStream out, boolean asJson) {
        if (asJson) {
            ObjectNode root = JsonText.object();
            root.set("rules", json());
            JsonText.print(out, root);
            return;
        }
        String row = "%-" + width("layer", PreFlight.Entry::layer) + "s  %-" + width("kind", PreFlight.Entry::kind)
                + "s  %-" + width("rule", PreFlight.Entry::rule) + "s  %s";
        out.println(String.format(row, "layer", "kind", "rule", "conserves"));
        for (PreFlight.Entry entry : entries) {
            out.println(String.format(
                    row,
                    entry.layer(),
                    entry.kind(),
                    entry.rule(),
                    entry.conserves() ? "yes" : "no: " + entry.reason()));
        }
        long leaking = entries.stream().filter(entry -> !entry.conserves()).count();
        out.println(
                leaking == 0
                        ? "every layer conserves relevance"
                        : leaking + " of " + entries.size() + " layers may not conserve relevance");
    }

    public ArrayNode json() {
        ArrayNode rules = JsonText.object().putArray("rules");
        for (PreFlight.Entry entry : entries) {
            rules.addObject()
                    .put("layer", entry.layer())
                    .put("kind", entry.kind())
                    .put("rule", entry.rule())
                    .put("conserves", entry.conserves())
                    .put("reason", entry.reason());
        }
        return rules;
    }

    private int width(String title, Function<PreFlight.Entry, String> column) {
        return Math.max(
                title.length(),
                entries.stream().map(column).mapToInt(String::length).max().orElse(1));
    }
}

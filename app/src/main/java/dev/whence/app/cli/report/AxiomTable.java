package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.model.canon.BiasRemoval;
import dev.whence.engine.model.canon.Homogeneity;
import dev.whence.engine.relevance.gradient.AxiomCheck.Outcome;
import dev.whence.engine.relevance.gradient.BiasRemovalEffect;
import dev.whence.engine.workspace.AxiomReport;
import java.io.PrintStream;
import java.util.Locale;

/** What X-Gradient can promise on a classifier, with its biases and without, as a table or as JSON. */
public final class AxiomTable {

    private final AxiomReport report;

    public AxiomTable(AxiomReport report) {
        this.report = report;
    }

    public void printText(PrintStream out) {
        BiasRemovalEffect effect = report.effect();
        out.println("axioms of X-Gradient on " + report.images() + " test images, in float64");
        row(out, "", "as it is", "without biases");
        row(
                out,
                "accuracy on " + effect.images() + " labelled images",
                percent(effect.accuracyBefore()),
                percent(effect.accuracyAfter()));
        row(
                out,
                "completeness: |sum - logit| / |logit|",
                error(report.asItIs().completeness()),
                error(report.without().completeness()));
        row(
                out,
                "difference to integrated gradients from zero",
                error(report.asItIs().agreement()),
                error(report.without().agreement()));
        for (int i = 0; i < report.asItIs().homogeneity().size(); i++) {
            row(
                    out,
                    "homogeneity: |F(a x) - a F(x)|, a = "
                            + report.asItIs().homogeneity().get(i).factor(),
                    error(report.asItIs().homogeneity().get(i).error()),
                    error(report.without().homogeneity().get(i).error()));
        }
        for (BiasRemoval.Change change : effect.removal().changes()) {
            out.println("changed: " + change.layer() + ", " + change.what());
        }
        for (Homogeneity.Breach breach : effect.removal().breaches()) {
            out.println("still not homogeneous: " + breach.layer() + " (" + breach.kind() + ") " + breach.reason());
        }
    }

    private static void row(PrintStream out, String name, String before, String after) {
        out.println(String.format(Locale.ROOT, "  %-48s  %10s  %14s", name, before, after));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "no labels" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String error(double error) {
        return String.format(Locale.ROOT, "%.2g", error);
    }

    public ObjectNode json() {
        BiasRemovalEffect effect = report.effect();
        ObjectNode root = JsonText.object();
        root.put("images", report.images());
        root.put("labelled_images", effect.images());
        root.set("as_it_is", side(report.asItIs(), effect.accuracyBefore()));
        root.set("without_biases", side(report.without(), effect.accuracyAfter()));
        ArrayNode changes = root.putArray("changes");
        effect.removal()
                .changes()
                .forEach(change ->
                        changes.addObject().put("layer", change.layer()).put("what", change.what()));
        ArrayNode breaches = root.putArray("still_not_homogeneous");
        effect.removal()
                .breaches()
                .forEach(breach -> breaches.addObject()
                        .put("layer", breach.layer())
                        .put("kind", breach.kind())
                        .put("reason", breach.reason()));
        return root;
    }

    private static ObjectNode side(Outcome outcome, double accuracy) {
        ObjectNode node = JsonText.object();
        if (Double.isNaN(accuracy)) {
            node.putNull("accuracy");
        } else {
            node.put("accuracy", accuracy);
        }
        node.put("completeness_error", outcome.completeness());
        node.put("difference_to_integrated_gradients", outcome.agreement());
        ArrayNode scalings = node.putArray("homogeneity");
        outcome.homogeneity()
                .forEach(scaling ->
                        scalings.addObject().put("factor", scaling.factor()).put("error", scaling.error()));
        return node;
    }
}

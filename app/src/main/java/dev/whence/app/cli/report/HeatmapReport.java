package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.Conservation.Verdict;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what {@code whence heatmap} found. */
public final class HeatmapReport {

    private final Console console;
    private final Workspace opened;
    private final HeatmapAnswer answer;

    public HeatmapReport(Console console, Workspace opened, HeatmapAnswer answer) {
        this.console = console;
        this.opened = opened;
        this.answer = answer;
    }

    public void print(OutputOptions output, Manifest manifest, @Nullable Path pictures) {
        if (output.json) {
            printJson(manifest.root(), output.out, pictures);
            return;
        }
        if (output.out == null) {
            printLines();
        }
        console.out().println(maps() + ", " + balance(answer.conservation()));
        printWritten(console, output.out, pictures);
    }

    static void printWritten(Console console, @Nullable Path out, @Nullable Path pictures) {
        if (out != null) {
            console.out().println("written to " + out);
        }
        if (pictures != null) {
            console.out().println("pictures in " + pictures);
        }
    }

    /** How many maps add up to what they explain, with the reason of the first that does not. */
    static String balance(List<Conservation> badges) {
        List<Conservation> amber = badges.stream()
                .filter(badge -> badge.verdict() == Verdict.AMBER)
                .toList();
        if (amber.isEmpty()) {
            return "all add up to the value explained" + cancelling(badges);
        }
        String share = (badges.size() - amber.size()) + " of " + badges.size() + " add up to the value explained";
        return share + ". " + amber.get(0).reason();
    }

    private static String cancelling(List<Conservation> badges) {
        List<String> told = badges.stream()
                .map(Conservation::reason)
                .filter(reason -> !reason.isEmpty())
                .toList();
        return told.isEmpty() ? "" : ". In " + told.size() + " of " + badges.size() + ": " + told.get(0);
    }

    public static void put(ObjectNode node, String prefix, Conservation badge) {
        if (Double.isNaN(badge.ratio())) {
            node.putNull(prefix + "conservation");
        } else {
            node.put(prefix + "conservation", badge.ratio());
        }
        node.put(prefix + "conserves", badge.verdict() == Verdict.GREEN);
        node.put(prefix + "reason", badge.reason());
    }

    private String maps() {
        int count = answer.conservation().size();
        return count + (count == 1 ? " map" : " maps");
    }

    private void printLines() {
        ImageDataset images = opened.images(Split.TEST);
        for (int i = 0; i < answer.conservation().size(); i++) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%d\t%s\texplained %s\tvalue %.6g\tconservation %.4f",
                            i,
                            images.name(i),
                            explained(i),
                            answer.maps().explained()[i],
                            answer.conservation().get(i).ratio()));
        }
    }

    private String explained(int image) {
        Targets targets = answer.targets();
        String positive = ImageWords.className(opened.classNames(), targets.positive()[image]);
        return targets.contrastive(image)
                ? positive + " rather than " + ImageWords.className(opened.classNames(), targets.negative()[image])
                : positive;
    }

    private void printJson(ObjectNode root, @Nullable Path out, @Nullable Path pictures) {
        if (out != null) {
            root.put("out", out.toString());
        }
        if (pictures != null) {
            root.put("png", pictures.toString());
        }
        ImageDataset images = opened.images(Split.TEST);
        ArrayNode maps = root.putArray("maps");
        for (int i = 0; i < answer.conservation().size(); i++) {
            ObjectNode node = maps.addObject();
            node.put("index", i);
            node.put("name", images.name(i));
            node.put("target", answer.targets().positive()[i]);
            if (answer.targets().contrastive(i)) {
                node.put("target_against", answer.targets().negative()[i]);
            }
            node.put("explained", answer.maps().explained()[i]);
            put(node, "", answer.conservation().get(i));
        }
        JsonText.print(console.out(), root);
    }
}

package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Ranking.Entry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what {@code whence attribute} found: proponents and opponents apart, by sign. */
public final class AttributionReport {

    private final PrintStream out;
    private final Workspace opened;
    private final AttributionResult result;
    private final int top;

    /** @param top how many proponents and opponents are printed for each test image; 0 prints none */
    public AttributionReport(Console console, Workspace opened, AttributionResult result, int top) {
        this.out = console.out();
        this.opened = opened;
        this.result = result;
        this.top = top;
    }

    public void printText(@Nullable Path written) {
        Representations tests = result.tests();
        Targets targets = result.targets();
        Tensor scores = result.scores();
        if (top > 0 && tests != null && targets != null && scores != null) {
            for (int i = 0; i < scores.shape().dim(0); i++) {
                out.println(result.group() ? "sum over " + tests.size() + " test images" : headline(i, tests, targets));
                printRanking(Ranking.of(row(scores, i)));
            }
        }
        if (top > 0 && result.selfInfluence() != null) {
            out.println("self-influence");
            printRanking(Ranking.of(result.selfInfluence().toFloat32().floats()));
        }
        result.attributor().facts().forEach((name, value) -> out.println(name + ": " + value));
        if (written != null) {
            out.println("written to " + written);
        }
    }

    /** @param root holds the manifest; the results are added to it */
    public void printJson(ObjectNode root, @Nullable Path written) {
        if (written != null) {
            root.put("out", written.toString());
        }
        Representations tests = result.tests();
        Targets targets = result.targets();
        Tensor scores = result.scores();
        if (top > 0 && tests != null && targets != null && scores != null) {
            ArrayNode rankings = root.putArray("rankings");
            for (int i = 0; i < scores.shape().dim(0); i++) {
                ObjectNode node = rankings.addObject();
                if (result.group()) {
                    node.put("sum_over_test_images", tests.size());
                    putRanking(node, Ranking.of(row(scores, i)));
                    continue;
                }
                node.put("test_index", i);
                node.put("name", opened.images(Split.TEST).name(i));
                node.put("label", tests.labels().longs()[i]);
                node.put("predicted", tests.predicted(i));
                node.put("target", targets.positive()[i]);
                if (targets.contrastive(i)) {
                    node.put("target_against", targets.negative()[i]);
                }
                putRanking(node, Ranking.of(row(scores, i)));
            }
        }
        if (top > 0 && result.selfInfluence() != null) {
            putRanking(
                    root.putObject("self_influence"),
                    Ranking.of(result.selfInfluence().toFloat32().floats()));
        }
        JsonText.print(out, root);
    }

    private String headline(int index, Representations tests, Targets targets) {
        String explained = className(targets.positive()[index])
                + (targets.contrastive(index) ? " rather than " + className(targets.negative()[index]) : "");
        return "test " + index + "  " + opened.images(Split.TEST).name(index) + "  label "
                + className(tests.labels().longs()[index]) + "  predicted " + className(tests.predicted(index))
                + "  explained " + explained;
    }

    private void printRanking(Ranking ranking) {
        out.println("  proponents: " + ranking.proponents().size() + " of " + ranking.trainSize()
                + " with a positive score");
        printEntries(ranking.proponents());
        out.println(
                "  opponents: " + ranking.opponents().size() + " of " + ranking.trainSize() + " with a negative score");
        printEntries(ranking.opponents());
    }

    private void printEntries(List<Entry> entries) {
        ImageDataset train = opened.images(Split.TRAIN);
        entries.stream()
                .limit(top)
                .forEach(entry -> out.println(String.format(
                        Locale.ROOT,
                        "    %+.6g  train %d  %s  %s",
                        entry.score(),
                        entry.train(),
                        className(train.label(entry.train())),
                        train.name(entry.train()))));
    }

    private void putRanking(ObjectNode node, Ranking ranking) {
        node.put("positive", ranking.proponents().size());
        node.put("negative", ranking.opponents().size());
        putEntries(node.putArray("proponents"), ranking.proponents());
        putEntries(node.putArray("opponents"), ranking.opponents());
    }

    private void putEntries(ArrayNode array, List<Entry> entries) {
        ImageDataset train = opened.images(Split.TRAIN);
        entries.stream().limit(top).forEach(entry -> {
            ObjectNode node = array.addObject();
            node.put("train_index", entry.train());
            node.put("score", entry.score());
            node.put("label", train.label(entry.train()));
            node.put("name", train.name(entry.train()));
            node.put("id", result.trainIds().get(entry.train()));
        });
    }

    private String className(long index) {
        return ImageWords.className(opened.classNames(), index);
    }

    private static float[] row(Tensor scores, int index) {
        return scores.rows(index, index + 1).toFloat32().floats();
    }
}

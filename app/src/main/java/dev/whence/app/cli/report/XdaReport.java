package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.relevance.Conservation;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.workspace.PairAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints what {@code whence xda} found. */
public final class XdaReport {

    private final Console console;
    private final PairAnswer answer;
    private final ImageDataset train;
    private final ImageDataset test;
    private final List<String> classNames;

    public XdaReport(Console console, Workspace opened, PairAnswer answer) {
        this.console = console;
        this.answer = answer;
        this.train = opened.images(Split.TRAIN);
        this.test = opened.images(Split.TEST);
        this.classNames = opened.classNames();
    }

    public void printText(@Nullable Path out, @Nullable Path pictures) {
        int count = answer.pairs().size();
        if (out == null) {
            for (int i = 0; i < count; i++) {
                console.out().println(line(i));
            }
        }
        List<Conservation> badges = Stream.concat(
                        answer.trainConservation().stream(), answer.testConservation().stream())
                .toList();
        console.out()
                .println(count + (count == 1 ? " pair, " : " pairs, ") + 2 * count + " maps, "
                        + HeatmapReport.balance(badges));
        HeatmapReport.printWritten(console, out, pictures);
    }

    private String line(int i) {
        Pair pair = answer.pairs().get(i);
        return String.format(
                Locale.ROOT,
                "test %d %s\ttrain %d %s %s\tscore %+.6g\tconservation %.4f train, %.4f test",
                pair.test(),
                test.name(pair.test()),
                pair.train(),
                train.name(pair.train()),
                ImageWords.className(classNames, train.label(pair.train())),
                pair.score(),
                answer.trainConservation().get(i).ratio(),
                answer.testConservation().get(i).ratio());
    }

    public void printJson(ObjectNode root, @Nullable Path out, @Nullable Path pictures) {
        if (out != null) {
            root.put("out", out.toString());
        }
        if (pictures != null) {
            root.put("png", pictures.toString());
        }
        ArrayNode maps = root.putArray("explained_pairs");
        for (int i = 0; i < answer.pairs().size(); i++) {
            Pair pair = answer.pairs().get(i);
            ObjectNode node = maps.addObject();
            node.put("test_index", pair.test());
            node.put("test_name", test.name(pair.test()));
            node.put("train_index", pair.train());
            node.put("train_name", train.name(pair.train()));
            node.put("train_label", train.label(pair.train()));
            node.put("score", pair.score());
            HeatmapReport.put(node, "train_", answer.trainConservation().get(i));
            HeatmapReport.put(node, "test_", answer.testConservation().get(i));
        }
        JsonText.print(console.out(), root);
    }
}

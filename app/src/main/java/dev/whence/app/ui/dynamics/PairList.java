package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.visualization.control.ScoredThumbnails;
import dev.whence.visualization.control.ScoredThumbnails.Scored;
import dev.whence.visualization.dynamics.ComponentPlots.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** The most and the least similar pairs of test images, both images of a pair beside each other. */
final class PairList {

    private static final double SIDE = 44;
    private static final int SHOWN = 12;

    private final ScoredThumbnails<Integer> alike;
    private final ScoredThumbnails<Integer> unlike;
    private final ScrollPane root;

    /** @param select goes to a test image */
    PairList(TestImages tests, IntConsumer select) {
        alike = row(tests, select, "pairs-alike");
        unlike = row(tests, select, "pairs-unlike");
        root = new ScrollPane(new VBox(
                8, Labels.section("Most alike, two by two"), alike, Labels.section("Least alike, two by two"), unlike));
        root.setFitToWidth(true);
        root.setAccessibleText("Similar and dissimilar test images");
    }

    private static ScoredThumbnails<Integer> row(TestImages tests, IntConsumer select, String id) {
        ScoredThumbnails<Integer> row = new ScoredThumbnails<>(tests, SIDE, 4);
        row.setPrefColumns(SHOWN);
        row.setId(id);
        row.setOnAction(select::accept);
        return row;
    }

    Node root() {
        return root;
    }

    /** @param pairs the most alike first */
    void show(List<Pair> pairs) {
        int count = Math.min(SHOWN, pairs.size());
        alike.show(flat(pairs.subList(0, count)));
        List<Pair> last = new ArrayList<>(pairs.subList(pairs.size() - count, pairs.size()));
        Collections.reverse(last);
        unlike.show(flat(last));
    }

    private static List<Scored<Integer>> flat(List<Pair> pairs) {
        List<Scored<Integer>> images = new ArrayList<>();
        for (Pair pair : pairs) {
            images.add(new Scored<>(pair.a(), pair.cosine()));
            images.add(new Scored<>(pair.b(), pair.cosine()));
        }
        return images;
    }
}

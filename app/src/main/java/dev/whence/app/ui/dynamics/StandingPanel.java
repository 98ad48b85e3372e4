package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Ranking;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.ScoredThumbnails;
import dev.whence.visualization.dynamics.NumberStory;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The proponents and opponents as of the step that is looked at. */
final class StandingPanel {

    private static final double SIDE = 50;
    private static final int ROWS = 2;
    private static final int COLUMNS = 4;

    private final DynamicsModel model;
    private final ScoredThumbnails<Integer> proponents;
    private final ScoredThumbnails<Integer> opponents;
    private final Label forWords = Labels.styled("", "proponents");
    private final Label againstWords = Labels.styled("", "opponents");
    private final VBox root;

    StandingPanel(DynamicsModel model, ImageSelection selection, TrainImages images) {
        this.model = model;
        proponents = row(images, selection, "standing-proponents");
        opponents = row(images, selection, "standing-opponents");
        forWords.setId("standing-for");
        againstWords.setId("standing-against");
        root = new VBox(6, forWords, proponents, againstWords, opponents);
        model.axis().currentProperty().addListener(observed -> show());
        model.numberProperty().addListener(observed -> show());
        model.chosenProperty().addListener((observed, was, is) -> {
            proponents.select(is);
            opponents.select(is);
        });
        show();
    }

    private static ScoredThumbnails<Integer> row(TrainImages images, ImageSelection selection, String id) {
        ScoredThumbnails<Integer> row = new ScoredThumbnails<>(images, SIDE, 4);
        row.setPrefColumns(COLUMNS);
        row.setId(id);
        row.setOnAction(selection::train);
        return row;
    }

    Node root() {
        return root;
    }

    void reload() {
        proponents.reload();
        opponents.reload();
    }

    private void show() {
        NumberStory number = model.numberProperty().get();
        root.setVisible(number != null);
        root.setManaged(number != null);
        if (number == null) {
            return;
        }
        int step = Math.min(model.axis().currentProperty().get(), number.steps());
        Ranking ranking = number.rankingUntil(step);
        forWords.setText(words("+ Proponents", step, ranking.proponents()));
        againstWords.setText(words("− Opponents", step, ranking.opponents()));
        proponents.show(first(ranking.proponents()));
        opponents.show(first(ranking.opponents()));
    }

    private static String words(String side, int step, List<Ranking.Entry> entries) {
        return entries.isEmpty()
                ? side + ": none by step " + SignedNumbers.count(step)
                : String.format(Locale.ROOT, "%s by step %,d", side, step);
    }

    private static List<ScoredThumbnails.Scored<Integer>> first(List<Ranking.Entry> side) {
        return side.stream()
                .limit((long) ROWS * COLUMNS)
                .map(entry -> new ScoredThumbnails.Scored<>(entry.train(), (double) entry.score()))
                .toList();
    }
}

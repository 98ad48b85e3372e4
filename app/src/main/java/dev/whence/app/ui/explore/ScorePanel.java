package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.visualization.chart.ScoreHistogram;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** How the scores of the explanation on display are spread. */
final class ScorePanel {

    private final ExploreModel model;
    private final ScoreHistogram histogram = new ScoreHistogram();
    private final VBox root = new VBox(6, Labels.section("Scores"), histogram);

    ScorePanel(ExploreModel model, ObservableBooleanValue dark) {
        this.model = model;
        histogram.setDark(dark.get());
        dark.addListener((observed, was, is) -> histogram.setDark(is));
        model.outcomeProperty().addListener((observed, was, is) -> show());
        show();
    }

    Node root() {
        return root;
    }

    private void show() {
        boolean explained = model.outcomeProperty().get() instanceof Outcome.Explained;
        root.setVisible(explained);
        root.setManaged(explained);
        if (model.outcomeProperty().get() instanceof Outcome.Explained done) {
            histogram.show(done.explanation().scores());
        }
    }
}

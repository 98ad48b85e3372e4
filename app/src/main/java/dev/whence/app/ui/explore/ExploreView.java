package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Gallery on the left, the explanation in the middle, method and provenance on the right. */
public final class ExploreView {

    private final ExploreModel model;
    private final ExploreController controller;
    private final ObservableBooleanValue dark;
    private final BorderPane root = new BorderPane();
    private final GalleryView gallery;
    private final RankingRow proponents;
    private final RankingRow opponents;
    private final DetailStrip detail = new DetailStrip();
    private final VBox message = new VBox();
    private final VBox rows = new VBox(10);

    /**
     * @param dark whether the window is dark
     */
    public ExploreView(ExploreModel model, ExploreController controller, ObservableBooleanValue dark) {
        this.dark = dark;
        this.model = model;
        this.controller = controller;
        this.gallery = new GalleryView(model, controller);
        this.proponents = new RankingRow(true, this::choose);
        this.opponents = new RankingRow(false, this::choose);
        root.setLeft(gallery.root());
        root.setCenter(centre());
        root.setRight(right());
        InvalidationListener show = observed -> show();
        model.outcomeProperty().addListener(show);
        model.rowLengthProperty().addListener(show);
        model.toneProperty().addListener(show);
        model.chosenProperty().addListener(observed -> showChosen());
        model.pictureProperty().addListener(observed -> showChosen());
        show();
    }

    public Node root() {
        return root;
    }

    public void focusSearch() {
        gallery.focusSearch();
    }

    public void focusGallery() {
        gallery.focusGrid();
    }

    private Node centre() {
        message.setId("outcome-message");
        message.getStyleClass().addAll("card");
        rows.getChildren().addAll(proponents.root(), opponents.root());
        VBox column = new VBox(new SubjectView(model, controller).root(), message, rows, detail.root());
        column.getStyleClass().add("centre");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Explanation");
        return scroll;
    }

    private Node right() {
        VBox column = new VBox(
                16,
                new MethodPanel(model, controller).root(),
                new ScorePanel(model, dark).root(),
                new ProvenanceCard(model).root());
        column.getStyleClass().add("side-column");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Method and provenance");
        BorderPane side = new BorderPane(scroll);
        side.getStyleClass().addAll("side", "right");
        side.setPrefWidth(276);
        side.setMinWidth(276);
        return side;
    }

    private void show() {
        Outcome outcome = model.outcomeProperty().get();
        Workspace workspace = model.workspaceProperty().get();
        int length = model.rowLengthProperty().get();
        say(outcome);
        boolean explained = outcome instanceof Outcome.Explained;
        boolean waiting = outcome instanceof Outcome.Working;
        rows.setVisible(explained || waiting);
        rows.setManaged(rows.isVisible());
        detail.root().setVisible(explained);
        detail.root().setManaged(explained);
        if (waiting) {
            proponents.showWaiting(length);
            opponents.showWaiting(length);
        } else if (outcome instanceof Outcome.Explained done && workspace != null) {
            show(proponents, done.explanation().ranking().proponents(), done, workspace);
            show(opponents, done.explanation().ranking().opponents(), done, workspace);
        }
        showChosen();
    }

    private void show(RankingRow row, List<Ranking.Entry> entries, Outcome.Explained done, Workspace workspace) {
        Explanation explanation = done.explanation();
        String what =
                TargetWords.plain(explanation.positiveClass(), explanation.negativeClass(), workspace.classNames());
        row.show(
                new RankingRow.Content(
                        entries,
                        done.pictures(),
                        workspace.images(Split.TRAIN),
                        workspace.classNames(),
                        model.toneProperty().get(),
                        what),
                model.rowLengthProperty().get());
    }

    private void say(Outcome outcome) {
        message.getChildren().clear();
        if (outcome instanceof Outcome.Working working) {
            message.getChildren().add(Labels.muted(working.sentence() + " …"));
        } else if (outcome instanceof Outcome.Missing missing) {
            Label sentence = new Label(missing.sentence());
            sentence.setWrapText(true);
            sentence.setId("outcome-sentence");
            if (missing.failed()) {
                sentence.getStyleClass().add("field-problem");
            }
            Button again = new Button("Run");
            again.getStyleClass().addAll("accent", "compact");
            again.setAccessibleText("Run the method again");
            again.setOnAction(event -> controller.run());
            message.getChildren().addAll(sentence, again);
            message.setSpacing(10);
        }
        message.setVisible(!message.getChildren().isEmpty());
        message.setManaged(message.isVisible());
    }

    private void choose(Ranking.Entry entry) {
        model.chosenProperty().set(entry);
    }

    private void showChosen() {
        Ranking.Entry entry = model.chosenProperty().get();
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null || !(model.outcomeProperty().get() instanceof Outcome.Explained done)) {
            return;
        }
        Ranking ranking = done.explanation().ranking();
        Ranking.Entry first = entry != null ? entry : firstOf(ranking);
        if (first == null) {
            detail.clear();
            return;
        }
        proponents.mark(first, ranking.proponents());
        opponents.mark(first, ranking.opponents());
        detail.show(workspace, model, done, first);
    }

    /** Until something is chosen, the strongest image is shown. */
    private static Ranking.@Nullable Entry firstOf(Ranking ranking) {
        if (!ranking.proponents().isEmpty()) {
            return ranking.proponents().get(0);
        }
        return ranking.opponents().isEmpty() ? null : ranking.opponents().get(0);
    }
}

package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.heat.HeatControls;
import dev.whence.app.ui.heat.HeatSettingsDialog;
import dev.whence.app.ui.heat.PairMaps;
import dev.whence.app.ui.heat.PairWindow;
import dev.whence.app.ui.heat.PairWords;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
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
    private final DetailStrip detail;
    private final VBox message = new VBox();
    private final VBox rows = new VBox(10);
    private final Label partial = Labels.paragraph("");

    /**
     * @param dark whether the window is dark
     */
    public ExploreView(ExploreModel model, ExploreController controller, ObservableBooleanValue dark) {
        this.dark = dark;
        this.model = model;
        this.controller = controller;
        this.gallery = new GalleryView(model, controller);
        this.detail = new DetailStrip(model, this::openChosen);
        this.proponents = new RankingRow(true, model.heat(), this::choose, this::openPair, this::showEffect);
        this.opponents = new RankingRow(false, model.heat(), this::choose, this::openPair, this::showEffect);
        root.setLeft(gallery.root());
        root.setCenter(centre());
        root.setRight(right());
        InvalidationListener show = observed -> show();
        model.outcomeProperty().addListener(show);
        model.rowLengthProperty().addListener(show);
        model.toneProperty().addListener(show);
        model.chosenProperty().addListener(observed -> showChosen());
        InvalidationListener chosen = observed -> showChosen();
        model.pictureProperty().addListener(chosen);
        model.heat().pairs().addListener(chosen);
        model.heat().pairProblemProperty().addListener(chosen);
        model.heat().display().scaleProperty().addListener(chosen);
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
        SubjectView subject = new SubjectView(model, controller, this::heatSettings, this::copyHeatmap);
        GroupCard group = new GroupCard(model, controller);
        subject.root().visibleProperty().bind(group.root().visibleProperty().not());
        subject.root().managedProperty().bind(subject.root().visibleProperty());
        partial.setId("partial");
        partial.getStyleClass().add("small");
        partial.managedProperty().bind(partial.textProperty().isNotEmpty());
        partial.visibleProperty().bind(partial.managedProperty());
        VBox column = new VBox(subject.root(), group.root(), message, partial, rows, detail.root());
        column.getStyleClass().add("centre");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Explanation");
        InvalidationListener resized = observed -> resize(scroll.getViewportBounds(), subject);
        scroll.viewportBoundsProperty().addListener(resized);
        proponents.roomProperty().addListener(resized);
        model.heat().pairProblemProperty().addListener(resized);
        BorderPane centre = new BorderPane(scroll);
        centre.setMinWidth(0);
        centre.setBottom(new VBox(pairProblem(), new HeatControls(model.heat()).root()));
        centre.addEventFilter(KeyEvent.ANY, this::compare);
        return centre;
    }

    private void resize(Bounds viewport, SubjectView subject) {
        boolean maps = model.heat().pairProblemProperty().get().isEmpty();
        CentreSizes sizes = CentreSizes.fitting(
                viewport.getWidth(),
                viewport.getHeight(),
                proponents.roomProperty().get(),
                maps);
        subject.setSide(sizes.subject());
        proponents.setLargest(sizes.tile());
        opponents.setLargest(sizes.tile());
        detail.setSide(sizes.detail());
    }

    private Node pairProblem() {
        Label problem = Labels.paragraph("");
        problem.setId("pair-problem");
        problem.getStyleClass().addAll("small", "pair-problem");
        problem.textProperty().bind(model.heat().pairProblemProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return problem;
    }

    /** Space belongs to buttons and fields; everywhere else it shows the pictures alone while it is held. */
    private void compare(KeyEvent event) {
        boolean released = event.getEventType() == KeyEvent.KEY_RELEASED;
        if (event.getCode() == KeyCode.SPACE && (released || !(event.getTarget() instanceof Control))) {
            model.heat().display().comparingProperty().set(!released);
        }
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
        partial.setText(outcome instanceof Outcome.Explained part && part.isPartial() ? part.soFar() + " …" : "");
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
            HBox actions = new HBox(8, again);
            Remedy.of(missing, model.method())
                    .ifPresent(remedy -> actions.getChildren().add(remedyButton(remedy)));
            message.getChildren().addAll(sentence, actions);
            message.setSpacing(10);
        }
        message.setVisible(!message.getChildren().isEmpty());
        message.setManaged(message.isVisible());
    }

    private Button remedyButton(Remedy remedy) {
        Button button = new Button(remedy.words());
        button.setId("outcome-remedy");
        button.getStyleClass().add("compact");
        button.setTooltip(Labels.tooltip("Changes this one setting and runs the method again."));
        button.setOnAction(event -> {
            remedy.applyTo(model.method());
            controller.run();
        });
        return button;
    }

    private void choose(Ranking.Entry entry) {
        model.chosenProperty().set(entry);
    }

    private void heatSettings() {
        new HeatSettingsDialog(
                        root.getScene().getWindow(),
                        dark.get(),
                        model.heat(),
                        controller::preFlight,
                        controller::axioms)
                .show();
    }

    private void copyHeatmap() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            Commands.copy(Commands.heatmap(
                    workspace,
                    model.heat().runProperty().get(),
                    model.selectedProperty().get(),
                    model.targetProperty().get()));
        }
    }

    private void openChosen() {
        Ranking.Entry entry = model.chosenProperty().get();
        if (entry == null && model.outcomeProperty().get() instanceof Outcome.Explained done) {
            entry = firstOf(done.explanation().ranking());
        }
        if (entry != null) {
            openPair(entry);
        }
    }

    private void openPair(Ranking.Entry entry) {
        Workspace workspace = model.workspaceProperty().get();
        PairMaps maps = model.heat().pairs().get(entry.train());
        if (workspace != null && maps != null && model.outcomeProperty().get() instanceof Outcome.Explained done) {
            PairWords words = PairDescription.of(workspace, done.explanation(), entry);
            new PairWindow(
                            root.getScene().getWindow(),
                            dark.get(),
                            model.heat(),
                            model.toneProperty().get(),
                            () -> done.equals(model.outcomeProperty().get()),
                            () -> copyPair(workspace, done, entry))
                    .show(maps, words, entry.train());
        }
    }

    private void copyPair(Workspace workspace, Outcome.Explained done, Ranking.Entry entry) {
        MethodRun<?> scores = model.method().appliedProperty().get();
        if (scores != null) {
            Commands.copy(Commands.pair(
                    workspace,
                    scores,
                    model.heat().runProperty().get(),
                    done.explanation().target(),
                    done.explanation().testIndex() + ":" + entry.train()));
        }
    }

    /** Shows which training images rest on themselves, once it is known. */
    public void showSelfInfluence() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            controller
                    .aboutTraining()
                    .selfInfluence(content -> new SelfInfluenceWindow(
                                    root.getScene().getWindow(),
                                    dark.get(),
                                    workspace,
                                    model.toneProperty().get())
                            .show(content));
        }
    }

    private void showEffect(Ranking.Entry entry) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            controller
                    .aboutTraining()
                    .effect(
                            entry.train(),
                            content -> new EffectWindow(
                                            root.getScene().getWindow(),
                                            dark.get(),
                                            workspace,
                                            model.toneProperty().get(),
                                            controller::select)
                                    .show(content));
        }
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
        detail.show(workspace, done, first);
    }

    /** Until something is chosen, the strongest image is shown. */
    private static Ranking.@Nullable Entry firstOf(Ranking ranking) {
        if (!ranking.proponents().isEmpty()) {
            return ranking.proponents().get(0);
        }
        return ranking.opponents().isEmpty() ? null : ranking.opponents().get(0);
    }
}

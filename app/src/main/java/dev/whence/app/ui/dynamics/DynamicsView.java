package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.visualization.chart.StepChart;
import dev.whence.visualization.chart.StepLegend;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.dynamics.DynamicsPlots;
import dev.whence.visualization.dynamics.NumberStory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Charts below each other on one axis of steps, the standings of the step on the right, the step's controls below. */
public final class DynamicsView {

    private static final double LOSS_HEIGHT = 140;
    private static final double LOSS_SHARE = 0.15;

    private final DynamicsModel model;
    private final DynamicsController controller;
    private final TrainImages images;
    private final BorderPane root = new BorderPane();
    private final EmptyHistory empty;
    private final BorderPane filled = new BorderPane();
    private final ChartCard loss;
    private final ChartCard classes;
    private final LowerCard lower;
    private final CheckBox perStep = new CheckBox("each step by itself");
    private final Label settings = Labels.muted("");
    private final OutcomeCard message;
    private final StandingPanel standing;
    private final VBox influence;
    private final StepChart influenceChart;
    private final StepLegend influenceLegend = new StepLegend();

    /** @param dark whether the window is dark */
    public DynamicsView(
            DynamicsModel model,
            DynamicsController controller,
            ExploreController explore,
            ObservableBooleanValue dark,
            Elsewhere elsewhere) {
        this.model = model;
        this.controller = controller;
        images = new TrainImages(model);
        empty = new EmptyHistory(model, controller, elsewhere.train());
        loss = new ChartCard(model.axis(), "loss-chart");
        classes = new ChartCard(model.axis(), "class-chart");
        ImageSelection selection = new ImageSelection(model, elsewhere.select());
        lower = new LowerCard(model, controller, images, selection, elsewhere.layers());
        standing = new StandingPanel(model, selection, images);
        influenceChart = new StepChart(model.axis(), 40, 14);
        influenceChart.setPrefHeight(112);
        influenceChart.setMinHeight(112);
        influence = new VBox(2, Labels.section("Influence by layer"), influenceChart, influenceLegend);
        settings.getStyleClass().add("small");
        perStep.setId("per-step");
        perStep.getStyleClass().add("small");
        perStep.selectedProperty().addListener(observed -> showClasses());
        classes.setControls(perStep, export(() -> perStep.isSelected() ? DynamicsPlot.STEPS : DynamicsPlot.CLASSES));
        message = new OutcomeCard(model, controller);
        filled.setCenter(centre());
        filled.setRight(right(explore));
        filled.setBottom(new StepControls(model.axis()).root());
        follow(dark);
    }

    public Node root() {
        return root;
    }

    private Button export(Supplier<DynamicsPlot> plot) {
        return controller.export().button(() -> controller.export().of(plot.get()));
    }

    private Node centre() {
        loss.root().setMinHeight(LOSS_HEIGHT);
        classes.root().setMinHeight(190);
        classes.root().setPrefHeight(240);
        lower.root().setMinHeight(200);
        lower.root().setPrefHeight(260);
        VBox.setVgrow(classes.root(), Priority.ALWAYS);
        VBox.setVgrow(lower.root(), Priority.ALWAYS);
        loss.setTitle("Training");
        loss.setLegendAbove();
        VBox column = new VBox(loss.root(), imported(), message.root(), classes.root(), lower.root());
        column.getStyleClass().add("centre");
        column.setMinWidth(0);
        return column;
    }

    /** How the import of the history went. */
    private Node imported() {
        Label words = Labels.paragraph("");
        words.setId("history-report");
        words.textProperty().bind(model.historyWordsProperty());
        VBox card = new VBox(words);
        card.getStyleClass().add("card");
        card.visibleProperty().bind(model.historyWordsProperty().isNotEmpty());
        card.managedProperty().bind(card.visibleProperty());
        return card;
    }

    private Node right(ExploreController explore) {
        VBox column = new VBox(
                14,
                new TestPanel(model, controller, explore).root(),
                standing.root(),
                influence,
                new ExactnessCard(model).root());
        column.getStyleClass().add("side-column");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Standings as of the step");
        BorderPane side = new BorderPane(scroll);
        side.getStyleClass().addAll("side", "right");
        side.setPrefWidth(284);
        side.setMinWidth(284);
        return side;
    }

    private void follow(ObservableBooleanValue dark) {
        dark.addListener(observed -> shade(dark.get()));
        shade(dark.get());
        filled.heightProperty().addListener(observed -> fitLoss());
        model.historyProperty().addListener(observed -> showHistory());
        model.testCourseProperty().addListener(observed -> showLoss());
        InvalidationListener outcome = observed -> showOutcome();
        model.outcomeProperty().addListener(outcome);
        model.enlargedProperty().addListener(observed -> showParts());
        model.explore().selectedProperty().addListener(outcome);
        model.numberProperty().addListener(observed -> showNumber());
        InvalidationListener pictures = observed -> showPictures();
        model.explore().workspaceProperty().addListener(pictures);
        model.explore().toneProperty().addListener(pictures);
        showPictures();
        showHistory();
        showOutcome();
    }

    private void shade(boolean dark) {
        Stream.of(loss.chart(), classes.chart(), influenceChart).forEach(chart -> chart.setDark(dark));
        lower.setDark(dark);
    }

    private void showPictures() {
        images.show(
                model.explore().workspaceProperty().get(),
                model.explore().toneProperty().get());
        lower.strips().reload();
        standing.reload();
    }

    private void showHistory() {
        HistoryFolder history = model.historyProperty().get();
        root.setCenter(history == null ? empty.root() : filled);
        if (history != null) {
            showLoss();
            settings.setText(HistoryWords.of(history));
            settings.setTooltip(
                    Labels.tooltip(OptimizerText.format(history.description().optimizer()) + "\n" + history.folder()));
            Button other = new Button("Other history…");
            other.getStyleClass().add("link");
            other.setId("other-history");
            other.setOnAction(event -> empty.choose(other.getScene()));
            loss.setControls(settings, other, export(() -> DynamicsPlot.TRAINING));
        }
    }

    private void showLoss() {
        HistoryFolder history = model.historyProperty().get();
        if (history != null) {
            loss.show(DynamicsPlots.loss(history, model.testCourseProperty().get()));
        }
    }

    private void showOutcome() {
        DynamicsOutcome outcome = model.outcomeProperty().get();
        boolean explained = outcome instanceof DynamicsOutcome.Explained;
        message.show(outcome);
        fitLoss();
        put(influence, explained);
        lower.show();
        showParts();
        if (outcome instanceof DynamicsOutcome.Explained done) {
            StepPlot plot = DynamicsPlots.layers(done.story());
            influenceChart.show(plot);
            influenceLegend.show(plot);
        }
    }

    /** The lower plots may have all the room. */
    private void showParts() {
        boolean explained = model.outcomeProperty().get() instanceof DynamicsOutcome.Explained;
        boolean all = model.enlargedProperty().get();
        put(classes.root(), explained && !all);
        put(loss.root(), !all);
    }

    private static void put(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    /** The upper charts grow with the window, the loss less than the others. */
    private void fitLoss() {
        boolean explained = model.outcomeProperty().get() instanceof DynamicsOutcome.Explained;
        double height = Math.max(LOSS_HEIGHT, LOSS_SHARE * filled.getHeight());
        loss.root().setMaxHeight(explained ? height : 2 * height);
        loss.root().setPrefHeight(loss.root().getMaxHeight());
    }

    private void showNumber() {
        showClasses();
        lower.show();
    }

    private void showClasses() {
        NumberStory number = model.numberProperty().get();
        if (number == null) {
            classes.setTitle("Reading what training images contributed …");
            classes.show(StepPlot.lines("Nothing to show yet", "", List.of()));
        }
        if (number != null && model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done) {
            StepPlot plot = DynamicsPlots.classes(done.story(), number, !perStep.isSelected());
            classes.setTitle(plot.words());
            classes.show(plot);
        }
    }
}

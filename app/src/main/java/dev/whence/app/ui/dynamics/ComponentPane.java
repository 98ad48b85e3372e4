package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.ProgressText;
import dev.whence.app.ui.Labels;
import dev.whence.engine.ablation.LayerSwap;
import dev.whence.engine.ablation.PruningCurve;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.BarView;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.CurveView;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.StepLegend;
import dev.whence.visualization.control.MatrixView;
import dev.whence.visualization.control.MatrixView.Cell;
import dev.whence.visualization.control.PictureMap;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.ComponentPlots.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.InvalidationListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;

/** What layers, channels and parameters are good for: importance, likeness of images by them, pruning, swapping. */
final class ComponentPane {

    private static final String ALL = "all layers";
    private static final double MAP_SIDE = 30;

    private final ComponentController controller;
    private final IntConsumer select;
    private final TestImages tests;
    private final BarView bars = new BarView();
    private final CurveView curves = new CurveView(ChartCard.LEFT, ChartCard.RIGHT);
    private final StepLegend legend = new StepLegend();
    private final VBox charted = new VBox(2, curves, legend);
    private final MatrixView matrix = new MatrixView(ChartCard.LEFT, ChartCard.RIGHT);
    private final PictureMap<Integer> map;
    private final PairList pairs;
    private final ComboBox<DynamicsPlot> kind = new ComboBox<>();
    private final ComboBox<String> layer = new ComboBox<>();
    private final CheckBox sorted = new CheckBox("largest first");
    private final CheckBox listed = new CheckBox("as pairs");
    private final Button compute = new Button("Compute");
    private final Button stop = new Button("Cancel");
    private final Label words = Labels.paragraph("");
    private final Label progress = Labels.muted("");
    private final VBox ask;
    private final Button export;
    private final TableExport table;
    private final StackPane root;
    private Runnable optionsChanged = () -> {};

    /** @param select goes to a test image */
    ComponentPane(
            DynamicsModel model, DynamicsController dynamics, ComponentController controller, IntConsumer select) {
        this.controller = controller;
        this.select = select;
        tests = new TestImages(model.explore());
        map = new PictureMap<>(tests, MAP_SIDE);
        map.setOnAction(select::accept);
        pairs = new PairList(tests, select);
        VBox.setVgrow(curves, Priority.ALWAYS);
        VBox.setMargin(legend, new Insets(0, 0, 0, ChartCard.LEFT));
        HBox buttons = new HBox(8, compute, stop);
        buttons.setAlignment(Pos.CENTER);
        ask = new VBox(10, words, progress, buttons);
        ask.setAlignment(Pos.CENTER);
        ask.setMaxWidth(600);
        words.setMaxWidth(560);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        words.setId("component-words");
        root = new StackPane(bars, charted, matrix, map, pairs.root(), ask);
        bars.setId("component-bars");
        curves.setId("component-curves");
        matrix.setId("component-matrix");
        matrix.setWords(this::describe);
        matrix.setOnAction(this::choose);
        bars.setOnAction(this::open);
        choices();
        compute.setId("compute-components");
        compute.getStyleClass().add("accent");
        compute.setOnAction(event -> compute());
        stop.setId("stop-components");
        stop.setOnAction(event -> controller.cancel());
        export = dynamics.export()
                .button(() -> dynamics.export().of(kind.getValue()).withLayer(layerName()));
        export.setId("component-export");
        table = new TableExport(
                dynamics, () -> dynamics.export().of(kind.getValue()).withLayer(layerName()));
        InvalidationListener show = observed -> show();
        controller.reportProperty().addListener(observed -> fillLayers());
        controller.reportProperty().addListener(show);
        controller.pruningProperty().addListener(show);
        controller.swapProperty().addListener(show);
        controller.wordsProperty().addListener(show);
        Timeline watch = new Timeline(new KeyFrame(Duration.millis(300), event -> follow()));
        watch.setCycleCount(Timeline.INDEFINITE);
        controller.wordsProperty().addListener(observed -> {
            if (controller.running() == null) {
                watch.stop();
            } else {
                watch.play();
            }
        });
        show();
    }

    private void choices() {
        for (DynamicsPlot plot : DynamicsPlot.values()) {
            if (plot.isOfComponents()) {
                kind.getItems().add(plot);
            }
        }
        kind.setValue(DynamicsPlot.IMPORTANCE);
        kind.setId("component-kind");
        kind.setAccessibleText("What is shown of the network’s parts");
        layer.setId("component-layer");
        layer.setAccessibleText("Layer");
        kind.getStyleClass().add("compact");
        layer.getStyleClass().add("compact");
        sorted.setId("component-sorted");
        listed.setId("component-pairs");
        kind.valueProperty().addListener(observed -> show());
        layer.valueProperty().addListener(observed -> show());
        sorted.selectedProperty().addListener(observed -> show());
        listed.selectedProperty().addListener(observed -> show());
    }

    Node root() {
        return root;
    }

    /** Called when other options than before belong beside the title. */
    void setOnOptionsChanged(Runnable action) {
        optionsChanged = action;
    }

    void setDark(boolean dark) {
        curves.setDark(dark);
        matrix.setDark(dark);
    }

    /** What belongs beside the title. */
    Node[] options() {
        List<Node> nodes = new ArrayList<>(List.of(kind));
        if (isComputed()) {
            switch (kind.getValue()) {
                case IMPORTANCE, PRUNED -> nodes.add(sorted);
                case CHANNELS -> nodes.addAll(List.of(layer, sorted));
                case COSINES -> nodes.addAll(List.of(layer, listed));
                case EMBEDDING -> nodes.add(layer);
                default -> {
                    // Curves have no options.
                }
            }
            if (kind.getValue() != DynamicsPlot.COSINES && kind.getValue() != DynamicsPlot.EMBEDDING) {
                nodes.add(table.button());
            }
            nodes.add(export);
        }
        return nodes.toArray(new Node[0]);
    }

    private boolean isOfReport() {
        return switch (kind.getValue()) {
            case IMPORTANCE, CHANNELS, COSINES, EMBEDDING -> true;
            default -> false;
        };
    }

    private boolean isComputed() {
        return isOfReport()
                ? controller.reportProperty().get() != null
                : kind.getValue() == DynamicsPlot.SWAP
                        ? controller.swapProperty().get() != null
                        : controller.pruningProperty().get() != null;
    }

    private void compute() {
        if (isOfReport()) {
            controller.computeReport();
        } else if (kind.getValue() == DynamicsPlot.SWAP) {
            controller.computeSwap();
        } else {
            controller.computePruning();
        }
    }

    private void fillLayers() {
        ComponentReport report = controller.reportProperty().get();
        if (report != null) {
            layer.getItems().setAll(report.layers());
            layer.getItems().add(ALL);
            layer.setValue(ALL);
        }
    }

    private String layerName() {
        String name = layer.getValue();
        return name == null || name.equals(ALL) ? "" : name;
    }

    private void show() {
        boolean ready = isComputed();
        ask.setVisible(!ready);
        for (Node node : List.of(bars, charted, matrix, map, pairs.root())) {
            node.setVisible(false);
        }
        if (ready) {
            draw();
        } else {
            String state = controller.wordsProperty().get();
            words.setText(state.isEmpty() ? help() : state);
            follow();
        }
        optionsChanged.run();
    }

    /** What the computation does. */
    private String help() {
        if (isOfReport()) {
            return "Follows every parameter’s part in all outputs for some test images of each class through the training;"
                    + " takes a minute or two for the sample project. The result is kept.";
        }
        return kind.getValue() == DynamicsPlot.SWAP
                ? "Puts each layer of the trained network into earlier states and looks at how many test images are then"
                        + " decided rightly. The result is kept."
                : "Takes away more and more parameters, the least important ones first, and looks at what is left: for that"
                        + " the importance of all parameters is computed first. The result is kept.";
    }

    private void follow() {
        BackgroundTask<?> task = controller.running();
        compute.setVisible(task == null);
        compute.setManaged(task == null);
        stop.setVisible(task != null);
        stop.setManaged(task != null);
        progress.setText(task == null ? "" : task.snapshot().stage() + "  " + ProgressText.line(task.snapshot()));
    }

    private void draw() {
        switch (kind.getValue()) {
            case IMPORTANCE -> showBars(ComponentPlots.layers(report()));
            case CHANNELS -> showBars(ComponentPlots.channels(report(), layerIndex()));
            case COSINES -> {
                if (listed.isSelected()) {
                    pairs.show(ComponentPlots.pairs(report(), layerIndex()));
                    pairs.root().setVisible(true);
                } else {
                    matrix.show(cosines());
                    matrix.setVisible(true);
                }
            }
            case EMBEDDING -> {
                map.show(ComponentPlots.plane(report(), layerIndex()).places().stream()
                        .map(placed -> new PictureMap.Placed<>(placed.image(), placed.x(), placed.y()))
                        .toList());
                map.setVisible(true);
            }
            case PRUNED -> showBars(ComponentPlots.prunedShares(pruning()));
            case SWAP -> {
                LayerSwap.Result result =
                        Objects.requireNonNull(controller.swapProperty().get());
                showCurves(ComponentPlots.swap(result));
            }
            case AGREEMENT -> showCurves(ComponentPlots.pruning(pruning(), Measure.AGREEMENT));
            case DIVERGENCE -> showCurves(ComponentPlots.pruning(pruning(), Measure.DIVERGENCE));
            default -> showCurves(ComponentPlots.pruning(pruning(), Measure.ACCURACY));
        }
    }

    private ComponentReport report() {
        return Objects.requireNonNull(controller.reportProperty().get());
    }

    private PruningCurve pruning() {
        return Objects.requireNonNull(controller.pruningProperty().get());
    }

    private int layerIndex() {
        return ComponentPlots.indexOf(report(), layerName());
    }

    private void showBars(BarPlot plot) {
        bars.show(sorted.isSelected() ? ComponentPlots.sorted(plot) : plot);
        bars.setVisible(true);
    }

    private void showCurves(CurvePlot plot) {
        curves.show(plot);
        legend.show(plot);
        charted.setVisible(true);
    }

    private MatrixPlot cosines() {
        return ComponentPlots.cosines(report(), layerIndex(), tests::labelOf);
    }

    private String describe(Cell cell) {
        if (controller.reportProperty().get() == null) {
            return "";
        }
        List<Integer> tests = report().tests();
        return "Test images " + tests.get(cell.row()) + " and " + tests.get(cell.column()) + ": cosine "
                + SignedNumbers.score(report().cosines().get(layerIndex())[cell.row()][cell.column()]);
    }

    private void choose(Cell cell) {
        if (controller.reportProperty().get() != null) {
            select.accept(report().tests().get(cell.column()));
        }
    }

    /** A layer's bar leads to its channels. */
    private void open(BarPlot.Bar bar) {
        if (kind.getValue() == DynamicsPlot.IMPORTANCE && layer.getItems().contains(bar.name())) {
            layer.setValue(bar.name());
            kind.setValue(DynamicsPlot.CHANNELS);
        }
    }
}

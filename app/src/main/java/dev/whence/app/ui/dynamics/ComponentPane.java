package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.ComponentPlot;
import dev.whence.app.figure.ComponentQuestion;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.ui.Labels;
import dev.whence.engine.workspace.ComponentReport;
import dev.whence.engine.workspace.SumReport;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** What layers, channels and parameters are good for: which plot of them is on display, and of which layer. */
final class ComponentPane {

    private static final String ALL = "all layers";

    private final DynamicsModel model;
    private final ComponentController controller;
    private final TestImages tests;
    private final ComponentDrawing drawing;
    private final AskPanel ask;
    private final ComboBox<DynamicsPlot> kind = new ComboBox<>();
    private final ComboBox<String> layer = new ComboBox<>();
    private final CheckBox sorted = new CheckBox("largest first");
    private final CheckBox listed = new CheckBox("as pairs");
    private final Button network = new Button("In the model…");
    private final Button export;
    private final TableExport table;
    private final StackPane root;
    private Runnable optionsChanged = () -> {};
    private boolean filling;

    /** @param layers goes to the list of layers, where the layer on display is chosen */
    ComponentPane(DynamicsModel model, DynamicsController dynamics, ImageSelection selection, Runnable layers) {
        this.model = model;
        controller = dynamics.components();
        tests = new TestImages(model.explore());
        drawing = new ComponentDrawing(tests, selection);
        drawing.setOnBar(this::open);
        ask = new AskPanel("components", this::compute, controller::running, controller::cancel);
        root = new StackPane(drawing.root(), ask.root());
        choices();
        network.setId("component-layer-link");
        network.getStyleClass().add("link");
        network.setTooltip(Labels.tooltip("Shows this layer in the list of the network’s layers."));
        network.setOnAction(event -> layers.run());
        export = dynamics.export().button(() -> choice(dynamics));
        export.setId("component-export");
        table = new TableExport(dynamics, () -> choice(dynamics));
        follow();
        fillKinds();
        show();
    }

    private DynamicsChoice choice(DynamicsController dynamics) {
        return dynamics.export().of(kind.getValue()).withLayer(layerName());
    }

    private void choices() {
        kind.setId("component-kind");
        kind.setAccessibleText("What is shown of the network’s parts");
        layer.setId("component-layer");
        layer.setAccessibleText("Layer");
        kind.getStyleClass().add("compact");
        layer.getStyleClass().add("compact");
        sorted.setId("component-sorted");
        listed.setId("component-pairs");
    }

    private void follow() {
        InvalidationListener show = observed -> show();
        kind.valueProperty().addListener(show);
        layer.valueProperty().addListener(observed -> {
            if (!filling) {
                model.layerProperty().set(layerName());
                show();
            }
        });
        model.layerProperty().addListener(observed -> showLayer());
        sorted.selectedProperty().addListener(show);
        listed.selectedProperty().addListener(show);
        controller.answers().addListener(show);
        controller.wordsProperty().addListener(show);
        model.explore().workspaceProperty().addListener(observed -> fillKinds());
    }

    /** Frequencies are offered where there are any. */
    private void fillKinds() {
        Workspace workspace = model.explore().workspaceProperty().get();
        boolean sums = workspace != null && workspace.dynamics().frequencies().isOfSums();
        DynamicsPlot before = kind.getValue();
        kind.getItems()
                .setAll(Arrays.stream(DynamicsPlot.values())
                        .filter(DynamicsPlot::isOfComponents)
                        .filter(plot -> sums || !plot.isOfSums())
                        .toList());
        kind.setValue(before != null && kind.getItems().contains(before) ? before : DynamicsPlot.IMPORTANCE);
    }

    Node root() {
        return root;
    }

    /** Called when other options than before belong beside the title. */
    void setOnOptionsChanged(Runnable action) {
        optionsChanged = action;
    }

    void setDark(boolean dark) {
        drawing.setDark(dark);
    }

    /** What belongs beside the title. */
    Node[] options() {
        List<Node> nodes = new ArrayList<>(List.of(kind));
        if (answer() != null) {
            switch (kind.getValue()) {
                case IMPORTANCE, PRUNED, FREQUENCIES -> nodes.add(sorted);
                case CHANNELS -> nodes.addAll(List.of(layer, sorted));
                case COSINES -> nodes.addAll(List.of(layer, listed));
                case EMBEDDING, SUMS, PERIODS, WAVES, ALONG, ACTIVATIONS -> nodes.add(layer);
                default -> {
                    // Other curves have no options.
                }
            }
            if (kind.getValue() == DynamicsPlot.FREQUENCIES) {
                nodes.add(1, layer);
            }
            if (nodes.contains(layer) && !layerName().isEmpty()) {
                nodes.add(network);
            }
            if (kind.getValue().hasTable()) {
                nodes.add(table.button());
            }
            nodes.add(export);
        }
        return nodes.toArray(new Node[0]);
    }

    /** What is drawn, in a sentence. */
    String help() {
        return kind.getValue().help();
    }

    private void compute() {
        controller.ask(ComponentQuestion.of(kind.getValue()));
    }

    private @Nullable Object answer() {
        return controller.answers().get(ComponentQuestion.of(kind.getValue()));
    }

    /** The layer that is looked at elsewhere is looked at here. */
    private void showLayer() {
        String wanted = model.layerProperty().get();
        if (!wanted.isEmpty() && kind.getValue() == DynamicsPlot.IMPORTANCE) {
            kind.setValue(DynamicsPlot.CHANNELS);
        }
        show();
    }

    private void fillLayers(@Nullable Object answer) {
        List<String> names = answer instanceof ComponentReport report
                ? report.layers()
                : answer instanceof SumReport sums ? sums.layers() : List.of();
        List<String> items = new ArrayList<>(names);
        items.add(ALL);
        filling = true;
        if (!layer.getItems().equals(items)) {
            layer.getItems().setAll(items);
        }
        String wanted = model.layerProperty().get();
        layer.setValue(names.contains(wanted) ? wanted : ALL);
        filling = false;
    }

    private String layerName() {
        String name = layer.getValue();
        return name == null || name.equals(ALL) ? "" : name;
    }

    private void show() {
        if (kind.getValue() == null) {
            return;
        }
        Object answer = answer();
        ask.setVisible(answer == null, kind);
        if (answer == null) {
            drawing.hide();
            String state = controller.wordsProperty().get();
            ask.show(state.isEmpty() ? ComponentQuestion.of(kind.getValue()).help() : state);
        } else {
            fillLayers(answer);
            draw(answer);
        }
        optionsChanged.run();
    }

    private void draw(Object answer) {
        if (kind.getValue() == DynamicsPlot.COSINES
                && listed.isSelected()
                && answer instanceof ComponentReport report) {
            drawing.show(ComponentPlots.pairs(report, Layers.indexOf(report.layers(), layerName())));
        } else {
            drawing.show(ComponentPlot.of(kind.getValue(), answer, layerName(), tests::labelOf), sorted.isSelected());
        }
    }

    /** A layer's bar leads to its channels. */
    private void open(BarPlot.Bar bar) {
        if (kind.getValue() == DynamicsPlot.IMPORTANCE
                && answer() instanceof ComponentReport report
                && report.layers().contains(bar.name())) {
            model.layerProperty().set(bar.name());
            kind.setValue(DynamicsPlot.CHANNELS);
        }
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.ComponentPlot;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.chart.BarView;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.CurveView;
import dev.whence.visualization.chart.StepLegend;
import dev.whence.visualization.control.MatrixView;
import dev.whence.visualization.control.MatrixView.Cell;
import dev.whence.visualization.control.PictureMap;
import dev.whence.visualization.control.PicturePair;
import dev.whence.visualization.dynamics.ComponentPlots;
import dev.whence.visualization.dynamics.ComponentPlots.Pair;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Draws plots of the network's parts: bars, curves, a matrix, a map, or pairs of images. One is seen at a time. */
final class ComponentDrawing {

    private static final double MAP_SIDE = 30;
    private static final double TIP_SIDE = 96;

    private final ImageSelection selection;
    private final BarView bars = new BarView();
    private final CurveView curves = new CurveView(ChartCard.LEFT, ChartCard.RIGHT);
    private final StepLegend legend = new StepLegend();
    private final VBox charted = new VBox(2, curves, legend);
    private final MatrixView matrix = new MatrixView(ChartCard.LEFT, ChartCard.RIGHT);
    private final PicturePair<Integer, Integer> tip;
    private final PictureMap<Integer> map;
    private final PairList pairs;
    private final StackPane root;
    private ComponentPlot.@Nullable Matrix cosines;

    ComponentDrawing(TestImages tests, ImageSelection selection) {
        this.selection = selection;
        tip = new PicturePair<>(tests, tests, TIP_SIDE);
        map = new PictureMap<>(tests, MAP_SIDE);
        map.setOnAction(selection::test);
        map.setId("component-map");
        map.setAccessibleText("Map of test images");
        pairs = new PairList(tests, selection::test);
        VBox.setVgrow(curves, Priority.ALWAYS);
        VBox.setMargin(legend, new Insets(0, 0, 0, ChartCard.LEFT));
        bars.setId("component-bars");
        curves.setId("component-curves");
        matrix.setId("component-matrix");
        matrix.setWords(this::describe);
        matrix.setPicture(this::picture);
        matrix.setOnAction(this::choose);
        root = new StackPane(bars, charted, matrix, map, pairs.root());
        hide();
    }

    Node root() {
        return root;
    }

    void setDark(boolean dark) {
        curves.setDark(dark);
        matrix.setDark(dark);
    }

    /** What choosing a bar does. */
    void setOnBar(Consumer<BarPlot.Bar> action) {
        bars.setOnAction(action);
    }

    /** Shows nothing, and forgets pictures of a project that may be closed. */
    void hide() {
        for (Node node : List.of(bars, charted, matrix, map, pairs.root())) {
            node.setVisible(false);
        }
        tip.reload();
    }

    /**
     * Shows a plot.
     *
     * @param sorted whether bars begin with the largest
     */
    void show(ComponentPlot plot, boolean sorted) {
        hide();
        if (plot instanceof ComponentPlot.Bars own) {
            bars.show(sorted ? ComponentPlots.sorted(own.plot()) : own.plot());
            bars.setVisible(true);
        } else if (plot instanceof ComponentPlot.Curves own) {
            show(own.plot());
        } else if (plot instanceof ComponentPlot.Matrix own) {
            cosines = own;
            matrix.show(own.plot());
            matrix.setVisible(true);
        } else if (plot instanceof ComponentPlot.Plane own) {
            map.show(own.plot().places().stream()
                    .map(placed -> new PictureMap.Placed<>(placed.image(), placed.x(), placed.y()))
                    .toList());
            map.setVisible(true);
        }
    }

    private void show(CurvePlot plot) {
        curves.show(plot);
        legend.show(plot);
        charted.setVisible(true);
    }

    /** Shows pairs of images instead of a matrix. */
    void show(List<Pair> shown) {
        hide();
        pairs.show(shown);
        pairs.root().setVisible(true);
    }

    private String describe(Cell cell) {
        ComponentPlot.Matrix shown = cosines;
        return shown == null ? "" : "cosine " + SignedNumbers.score(shown.plot().values()[cell.row()][cell.column()]);
    }

    private @Nullable Node picture(Cell cell) {
        ComponentPlot.Matrix shown = cosines;
        if (shown == null) {
            return null;
        }
        tip.show(shown.tests().get(cell.row()), shown.tests().get(cell.column()));
        return tip;
    }

    private void choose(Cell cell) {
        ComponentPlot.Matrix shown = cosines;
        if (shown != null) {
            selection.test(shown.tests().get(cell.column()));
        }
    }
}

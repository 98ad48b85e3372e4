package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.MatrixView;
import dev.whence.visualization.control.MatrixView.Cell;
import dev.whence.visualization.control.PictureMap;
import dev.whence.visualization.control.PicturePair;
import dev.whence.visualization.dynamics.KernelMatrix;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Test images against training images, layer by layer, and how alike the test images are by it. */
final class MatrixPane {

    private static final String ALL = "all layers";
    private static final String WHAT = "Explains the true class of two test images of each class; takes a few times as"
            + " long as one image. The result is kept.";
    private static final double MAP_SIDE = 30;
    private static final double TIP_SIDE = 96;

    /** What is drawn. */
    private enum Kind {
        KERNEL("test × training", DynamicsPlot.MATRIX),
        CHANGE("change around the step", DynamicsPlot.CHANGE),
        SIMILARITY("similarity of test images", DynamicsPlot.SIMILARITY),
        MAP("map of test images", DynamicsPlot.MAP);

        private final String words;
        private final DynamicsPlot plot;

        Kind(String words, DynamicsPlot plot) {
            this.words = words;
            this.plot = plot;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final DynamicsModel model;
    private final DynamicsController controller;
    private final ImageSelection selection;
    private final PicturePair<Integer, Integer> pair;
    private final PicturePair<Integer, Integer> alike;
    private final MatrixView view = new MatrixView(ChartCard.LEFT, ChartCard.RIGHT);
    private final PictureMap<Integer> map;
    private final ComboBox<Kind> kind = new ComboBox<>();
    private final ComboBox<String> layer = new ComboBox<>();
    private final AskPanel ask;
    private final Button export;
    private final StackPane root;
    private int drawn = -1;
    private Runnable redrawn = () -> {};

    MatrixPane(DynamicsModel model, DynamicsController controller, TrainImages images, ImageSelection selection) {
        this.model = model;
        this.controller = controller;
        this.selection = selection;
        TestImages tests = new TestImages(model.explore());
        pair = new PicturePair<>(tests, images, TIP_SIDE);
        alike = new PicturePair<>(tests, tests, TIP_SIDE);
        map = new PictureMap<>(tests, MAP_SIDE);
        map.setOnAction(selection::test);
        map.setId("test-map");
        map.setAccessibleText("Map of test images");
        ask = new AskPanel(
                "matrix",
                controller.matrices()::compute,
                controller.matrices()::running,
                controller.matrices()::cancel);
        root = new StackPane(view, map, ask.root());
        view.setId("kernel-matrix");
        view.setWords(this::describe);
        view.setPicture(this::picture);
        view.setOnAction(this::choose);
        export = controller.export().button(this::choice);
        export.setId("matrix-export");
        kind.getItems().setAll(Kind.values());
        kind.setValue(Kind.KERNEL);
        kind.setId("matrix-kind");
        kind.setAccessibleText("Which matrix");
        layer.setId("matrix-layer");
        layer.setAccessibleText("Layer");
        kind.getStyleClass().add("compact");
        layer.getStyleClass().add("compact");
        kind.valueProperty().addListener(observed -> draw());
        layer.valueProperty().addListener(observed -> draw());
        model.axis().currentProperty().addListener(observed -> stepped());
        model.matrixProperty().addListener(observed -> show());
        model.matrixWordsProperty().addListener(observed -> show());
        show();
    }

    Node root() {
        return root;
    }

    /** What belongs beside the title. */
    Node[] options() {
        return model.matrixProperty().get() == null ? new Node[0] : new Node[] {kind, layer, export};
    }

    /** What is drawn, in a sentence; empty if nothing is. */
    String help() {
        KernelMatrix matrix = model.matrixProperty().get();
        int chosen = layer.getItems().indexOf(layer.getValue());
        if (matrix == null || chosen < 0) {
            return "";
        }
        return kind.getValue() == Kind.CHANGE
                ? matrix.change(chosen, window(matrix)).words() + ". "
                        + kind.getValue().plot.help()
                : kind.getValue().plot.help();
    }

    /** Called when something else is drawn. */
    void setOnDrawn(Runnable action) {
        redrawn = action;
    }

    void setDark(boolean dark) {
        view.setDark(dark);
    }

    private void show() {
        KernelMatrix matrix = model.matrixProperty().get();
        ask.setVisible(matrix == null, kind);
        String state = model.matrixWordsProperty().get();
        ask.show(state.isEmpty() ? WHAT : state);
        if (matrix == null) {
            pair.reload();
            alike.reload();
            view.setVisible(false);
            map.setVisible(false);
            view.show(null);
            return;
        }
        layer.getItems().setAll(matrix.layers().names());
        layer.getItems().add(ALL);
        layer.setValue(ALL);
        draw();
    }

    private void draw() {
        KernelMatrix matrix = model.matrixProperty().get();
        int chosen = layer.getItems().indexOf(layer.getValue());
        if (matrix == null || chosen < 0) {
            return;
        }
        drawn = window(matrix);
        view.setVisible(kind.getValue() != Kind.MAP);
        map.setVisible(kind.getValue() == Kind.MAP);
        switch (kind.getValue()) {
            case KERNEL -> view.show(matrix.content(chosen));
            case CHANGE -> view.show(matrix.change(chosen, window(matrix)));
            case SIMILARITY -> view.show(matrix.similarity(chosen));
            case MAP ->
                map.show(matrix.plane(chosen).places().stream()
                        .map(placed -> new PictureMap.Placed<>(placed.image(), placed.x(), placed.y()))
                        .toList());
        }
        redrawn.run();
    }

    /** The plot on display. */
    private DynamicsChoice choice() {
        DynamicsPlot plot = kind.getValue().plot;
        String name = layer.getValue();
        DynamicsChoice choice = controller.export().of(plot).withLayer(name == null || name.equals(ALL) ? "" : name);
        return plot == DynamicsPlot.CHANGE
                ? choice.sorted(choice.order(), model.axis().currentProperty().get())
                : choice;
    }

    private int window(KernelMatrix matrix) {
        return matrix.windowOf(model.axis().currentProperty().get());
    }

    /** The part of the training that is on display follows the step. */
    private void stepped() {
        KernelMatrix matrix = model.matrixProperty().get();
        if (matrix != null && kind.getValue() == Kind.CHANGE && window(matrix) != drawn) {
            draw();
        }
    }

    private String describe(Cell cell) {
        KernelMatrix matrix = model.matrixProperty().get();
        int chosen = layer.getItems().indexOf(layer.getValue());
        if (matrix == null || chosen < 0) {
            return "";
        }
        if (kind.getValue() == Kind.SIMILARITY) {
            float cosine = matrix.similarity(chosen).values()[cell.row()][cell.column()];
            return "cosine " + SignedNumbers.score(cosine);
        }
        return SignedNumbers.score(values(matrix, chosen)[cell.row()][cell.column()]) + " to the test image’s class, "
                + layer.getValue();
    }

    private @Nullable Node picture(Cell cell) {
        KernelMatrix matrix = model.matrixProperty().get();
        if (matrix == null) {
            return null;
        }
        int test = matrix.tests().get(cell.row());
        if (kind.getValue() == Kind.SIMILARITY) {
            alike.show(test, matrix.tests().get(cell.column()));
            return alike;
        }
        pair.show(test, matrix.images().get(cell.column()));
        return pair;
    }

    private float[][] values(KernelMatrix matrix, int chosen) {
        return kind.getValue() == Kind.CHANGE
                ? matrix.byWindow().get(window(matrix)).get(chosen)
                : matrix.byLayer().get(chosen);
    }

    private void choose(Cell cell) {
        KernelMatrix matrix = model.matrixProperty().get();
        if (matrix == null) {
            return;
        }
        if (kind.getValue() == Kind.SIMILARITY) {
            selection.test(matrix.tests().get(cell.column()));
        } else {
            selection.both(matrix.tests().get(cell.row()), matrix.images().get(cell.column()));
        }
    }
}

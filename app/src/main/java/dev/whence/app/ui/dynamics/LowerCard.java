package dev.whence.app.ui.dynamics;

import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.ui.Choices;
import dev.whence.app.ui.Labels;
import dev.whence.visualization.chart.StepAxis;
import dev.whence.visualization.chart.StepChart;
import dev.whence.visualization.chart.StepLegend;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.control.PicturePair;
import dev.whence.visualization.control.StepStrips;
import dev.whence.visualization.dynamics.DynamicsPlots;
import dev.whence.visualization.dynamics.NumberStory;
import dev.whence.visualization.dynamics.StripOrder;
import dev.whence.visualization.dynamics.TrainingStory;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The training images through time, or one of the other plots. */
final class LowerCard {

    private static final double TIP_SIDE = 96;

    private final DynamicsModel model;
    private final TrainImages images;
    private final StepStrips<Integer> strips;
    private final StepChart chart;
    private final MatrixPane matrix;
    private final ComponentPane components;
    private final StepLegend legend = new StepLegend();
    private final ComboBox<StripOrder> order = new ComboBox<>();
    private final CheckBox residual = new CheckBox("residual before closing");
    private final CheckBox ratio = new CheckBox("ratio by layer");
    private final Label help = Labels.paragraph("");
    private final HBox options = new HBox(8);
    private final Label missing = Labels.muted("Drawn as soon as an image’s training is explained.");
    private final Button export;
    private final VBox root;

    /** @param layers goes to the list of layers */
    LowerCard(
            DynamicsModel model,
            DynamicsController controller,
            TrainImages images,
            ImageSelection selection,
            Runnable layers) {
        this.model = model;
        this.images = images;
        StepAxis axis = model.axis();
        strips = new StepStrips<>(images, axis, ChartCard.LEFT, ChartCard.RIGHT);
        strips.setId("strips");
        strips.setPrefHeight(200);
        strips.setOnAction(selection::train);
        PicturePair<Integer, Integer> pair = new PicturePair<>(new TestImages(model.explore()), images, TIP_SIDE);
        strips.setPicture(image -> {
            pair.show(Math.max(0, model.explore().selectedProperty().get()), image);
            return pair;
        });
        model.explore().workspaceProperty().addListener(observed -> pair.reload());
        chart = new StepChart(axis, ChartCard.LEFT, ChartCard.RIGHT);
        chart.setId("lower-chart");
        order.getItems().setAll(StripOrder.values());
        order.setValue(StripOrder.STRONGEST);
        order.setId("strip-order");
        order.getStyleClass().add("compact");
        order.setAccessibleText("Order of the training images");
        order.valueProperty().addListener((observed, was, is) -> sort());
        residual.setId("reconstruction-residual");
        residual.selectedProperty().addListener((observed, was, is) -> show());
        ratio.setId("balance-ratio");
        ratio.selectedProperty().addListener((observed, was, is) -> show());
        help.setId("lower-help");
        help.getStyleClass().add("small");
        export = controller.export().button(() -> choice(controller.export().of(kind())));
        export.setId("lower-export");
        options.setAlignment(Pos.CENTER_RIGHT);
        VBox.setMargin(legend, new Insets(0, 0, 0, ChartCard.LEFT));
        matrix = new MatrixPane(model, controller, images, selection);
        model.matrixProperty().addListener(observed -> show());
        components = new ComponentPane(model, controller, selection, layers);
        components.setOnOptionsChanged(() -> {
            if (view() == LowerView.COMPONENTS) {
                options.getChildren().setAll(components.options());
                help.setText(help());
            }
        });
        matrix.setOnDrawn(() -> help.setText(help()));
        StackPane middle = new StackPane(strips, chart, matrix.root(), components.root(), missing);
        VBox.setVgrow(middle, Priority.ALWAYS);
        HBox.setHgrow(help, Priority.ALWAYS);
        help.setMaxWidth(Double.MAX_VALUE);
        options.setMinWidth(Region.USE_PREF_SIZE);
        root = new VBox(
                4, Labels.row(8, chooser(), Labels.spacer(), enlarge()), Labels.row(10, help, options), middle, legend);
        root.getStyleClass().addAll("card", "chart-card");
        axis.currentProperty().addListener(observed -> {
            if (order.getValue().followsStep() && view() == LowerView.IMAGES) {
                sort();
            }
        });
        model.chosenProperty().addListener((observed, was, is) -> strips.select(is));
        model.lowerProperty().addListener(observed -> show());
        show();
    }

    VBox root() {
        return root;
    }

    StepStrips<Integer> strips() {
        return strips;
    }

    private LowerView view() {
        return model.lowerProperty().get();
    }

    void setDark(boolean dark) {
        chart.setDark(dark);
        matrix.setDark(dark);
        components.setDark(dark);
        strips.setDark(dark);
    }

    private ToggleButton enlarge() {
        ToggleButton button = new ToggleButton();
        button.textProperty()
                .bind(Bindings.when(model.enlargedProperty())
                        .then("Show all plots")
                        .otherwise("Enlarge"));
        button.setId("lower-enlarge");
        button.getStyleClass().add("quiet");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(Labels.tooltip("Gives these plots the room of the ones above, or gives it back."));
        button.selectedProperty().bindBidirectional(model.enlargedProperty());
        return button;
    }

    private HBox chooser() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox();
        row.getStyleClass().add("choices");
        row.setId("lower-views");
        row.setMinWidth(Region.USE_PREF_SIZE);
        for (LowerView choice : LowerView.values()) {
            ToggleButton button = new ToggleButton(choice.title());
            button.setId("lower-" + choice.name().toLowerCase(java.util.Locale.ROOT));
            button.setTooltip(Labels.tooltip(choice.help()));
            Choices.connect(button, group, model.lowerProperty(), choice);
            row.getChildren().add(button);
        }
        return row;
    }

    /** Shows what belongs to the story and the number on display. */
    void show() {
        LowerView view = view();
        boolean pictures = view == LowerView.IMAGES;
        boolean explained = model.outcomeProperty().get() instanceof DynamicsOutcome.Explained;
        boolean plotted = explained && !pictures && view.isOfOneImage();
        missing.setVisible(!explained && view.isOfOneImage());
        matrix.root().setVisible(view == LowerView.MATRIX);
        components.root().setVisible(view == LowerView.COMPONENTS);
        strips.setVisible(pictures && explained);
        chart.setVisible(plotted);
        legend.setVisible(plotted);
        legend.setManaged(plotted);
        help.setText(help());
        if (!explained && view.isOfOneImage()) {
            options.getChildren().clear();
        } else if (pictures) {
            options.getChildren().setAll(Labels.muted("sorted"), order, export);
        } else if (view == LowerView.MATRIX) {
            options.getChildren().setAll(matrix.options());
        } else if (view == LowerView.COMPONENTS) {
            options.getChildren().setAll(components.options());
        } else if (view == LowerView.BALANCE) {
            options.getChildren().setAll(ratio, export);
        } else if (view == LowerView.RECONSTRUCTION) {
            options.getChildren().setAll(residual, export);
        } else {
            options.getChildren().setAll(export);
        }
        if (!(model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done)) {
            return;
        }
        if (pictures) {
            sort();
            return;
        }
        if (!plotted) {
            return;
        }
        StepPlot plot = plot(done.story());
        chart.show(plot);
        legend.show(plot);
    }

    /** What is drawn, in a sentence. */
    private String help() {
        String own = switch (view()) {
            case MATRIX -> matrix.help();
            case COMPONENTS -> components.help();
            default -> "";
        };
        return own.isEmpty() ? view().help() : own;
    }

    private DynamicsPlot kind() {
        return switch (view()) {
            case IMAGES -> DynamicsPlot.IMAGES;
            case LAYERS, MATRIX, COMPONENTS -> DynamicsPlot.LAYERS;
            case BALANCE -> ratio.isSelected() ? DynamicsPlot.RATIO : DynamicsPlot.BALANCE;
            case NORMS -> DynamicsPlot.NORMS;
            case RECONSTRUCTION -> residual.isSelected() ? DynamicsPlot.RESIDUAL : DynamicsPlot.RECONSTRUCTION;
        };
    }

    private DynamicsChoice choice(DynamicsChoice usual) {
        StripOrder shown = order.getValue();
        return view() == LowerView.IMAGES
                ? usual.sorted(
                        shown,
                        shown.followsStep() ? model.axis().currentProperty().get() : -1)
                : usual;
    }

    private StepPlot plot(TrainingStory story) {
        return switch (view()) {
            case IMAGES, MATRIX, COMPONENTS, LAYERS -> DynamicsPlots.layers(story);
            case BALANCE -> DynamicsPlots.balance(story, ratio.isSelected());
            case NORMS -> DynamicsPlots.norms(story);
            case RECONSTRUCTION ->
                residual.isSelected() ? DynamicsPlots.residual(story) : DynamicsPlots.reconstruction(story);
        };
    }

    private void sort() {
        NumberStory number = model.numberProperty().get();
        if (number == null) {
            return;
        }
        strips.show(
                order.getValue().sorted(number, model.axis().currentProperty().get(), image -> images.label(image)),
                number.largest());
    }
}

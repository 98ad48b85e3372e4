package dev.whence.app.ui.heat;

import dev.whence.app.ui.Choices;
import dev.whence.app.ui.Labels;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.control.ColourBar;
import dev.whence.visualization.control.HeatmapView.Mode;
import dev.whence.visualization.heatmap.ScaleMode;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.collections.MapChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The line of controls that all heatmaps obey: scale, opacity, what is shown, colours. */
public final class HeatControls {

    /** Where there is less room, the key alone has to do. */
    private static final double WIDE = 980;

    private final HeatModel heat;
    private final HeatDisplay display;
    private final ColourBar bar = new ColourBar();
    private final HBox root = new HBox(8);

    public HeatControls(HeatModel heat) {
        this.heat = heat;
        this.display = heat.display();
        LayerSlider layer = new LayerSlider(heat);
        root.getStyleClass().add("heat-controls");
        root.setId("heat-controls");
        root.setAlignment(Pos.CENTER_LEFT);
        root.setMinWidth(0);
        root.getChildren()
                .addAll(
                        named("Scale", scales()),
                        bar,
                        Labels.row(4, new FontIcon("mdi2o-opacity"), opacity()),
                        modes(),
                        compare(),
                        Labels.spacer(),
                        layer.root(),
                        colours());
        bar.setId("colour-bar");
        InvalidationListener show = observed -> showBar();
        display.scaleProperty().addListener(show);
        display.coloursProperty().addListener(show);
        heat.rowsProperty().addListener(show);
        heat.pairs().addListener((MapChangeListener<Integer, PairMaps>) change -> showBar());
        showBar();
    }

    public Node root() {
        return root;
    }

    private void showBar() {
        ColorMap colours = display.coloursProperty().get();
        ScaleMode mode = display.scaleProperty().get();
        if (heat.pairs().isEmpty() || mode == ScaleMode.TILE) {
            bar.showOwnScales(colours, "max");
        } else if (mode == ScaleMode.ROW) {
            bar.showOwnScales(colours, "row");
        } else {
            bar.show(colours, heat.panelScale());
        }
        bar.setAccessibleHelp("The scale of the maps of pairs.");
    }

    private Node scales() {
        HBox buttons = choices(
                display.scaleProperty(), ScaleMode.values(), "scale-", mode -> mode.label(), mode -> switch (mode) {
                    case TILE -> "Every map has its own scale: patterns are visible, strengths cannot be compared.";
                    case ROW -> "The maps of a row share a scale.";
                    case PANEL -> "All maps of pairs share a scale and can be compared by colour.";
                });
        return buttons;
    }

    private Node modes() {
        return choices(
                display.modeProperty(),
                new Mode[] {Mode.OVERLAY, Mode.HEATMAP, Mode.PICTURE},
                "show-",
                mode -> switch (mode) {
                    case OVERLAY -> "overlay";
                    case HEATMAP -> "heat";
                    case PICTURE -> "image";
                },
                mode -> switch (mode) {
                    case OVERLAY -> "The heatmap over its picture.";
                    case HEATMAP -> "The heatmap alone.";
                    case PICTURE -> "The picture alone, also while Space is held.";
                });
    }

    private interface Words<T> {
        String of(T value);
    }

    private static <T extends Enum<T>> HBox choices(
            ObjectProperty<T> property, T[] values, String prefix, Words<T> label, Words<T> help) {
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        box.setFillHeight(false);
        box.getStyleClass().add("choices");
        box.setMinWidth(HBox.USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        for (T value : values) {
            ToggleButton button = new ToggleButton(label.of(value));
            button.setId(prefix + label.of(value));
            button.setTooltip(Labels.tooltip(help.of(value)));
            button.setAccessibleHelp(help.of(value));
            Choices.connect(button, group, property, value);
            box.getChildren().add(button);
        }
        return box;
    }

    private Node opacity() {
        Slider slider = new Slider(0, 1, display.opacityProperty().get());
        slider.setId("heat-opacity");
        slider.setPrefWidth(60);
        slider.setMinWidth(50);
        slider.setBlockIncrement(0.1);
        slider.setAccessibleText("Opacity of the heatmaps over their pictures");
        slider.setTooltip(Labels.tooltip("From the picture alone to the heatmap alone."));
        slider.valueProperty().bindBidirectional(display.opacityProperty());
        return slider;
    }

    private Node compare() {
        Button button = new Button("hold Space");
        button.setId("heat-compare");
        button.getStyleClass().addAll("quiet", "small");
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setTooltip(Labels.tooltip("While Space or this button is held, the pictures alone are shown."));
        button.setAccessibleText("Hold to see the pictures alone");
        button.visibleProperty().bind(root.widthProperty().greaterThan(WIDE));
        button.managedProperty().bind(button.visibleProperty());
        button.armedProperty()
                .addListener((observed, was, is) -> display.comparingProperty().set(is));
        button.addEventHandler(
                MouseEvent.MOUSE_RELEASED, event -> display.comparingProperty().set(false));
        return button;
    }

    private Node colours() {
        MenuButton menu = new MenuButton();
        menu.setGraphic(new FontIcon("mdi2p-palette-outline"));
        menu.setAccessibleText("Colours");
        menu.setId("heat-colours");
        menu.getStyleClass().add("compact");
        menu.setMinWidth(MenuButton.USE_PREF_SIZE);
        menu.setTooltip(
                Labels.tooltip("Colour maps; the first three are safe for people with a colour vision deficiency."));
        for (String name : ColorMap.names()) {
            RadioMenuItem item = new RadioMenuItem(name);
            item.setId("colours-" + name);
            item.setSelected(name.equals(display.coloursProperty().get().name()));
            item.setOnAction(event -> display.coloursProperty().set(ColorMap.of(name)));
            display.coloursProperty().addListener((observed, was, is) -> item.setSelected(name.equals(is.name())));
            menu.getItems().add(item);
        }
        CheckMenuItem smooth = new CheckMenuItem("Smooth pixels");
        smooth.setId("heat-smooth");
        smooth.selectedProperty().bindBidirectional(display.smoothProperty());
        menu.getItems().addAll(new SeparatorMenuItem(), smooth);
        return menu;
    }

    private static Node named(String name, Node control) {
        Label label = Labels.muted(name);
        label.setLabelFor(control);
        label.setMinWidth(Label.USE_PREF_SIZE);
        return Labels.row(6, label, control);
    }
}

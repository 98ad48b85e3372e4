package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.heat.HeatModel.Layer;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Chooses at which layer maps are taken, from the image upwards. */
final class LayerSlider {

    private final HeatModel heat;
    private final Slider slider = new Slider();
    private final Label name = Labels.muted("");
    private final HBox root;
    private boolean following;

    LayerSlider(HeatModel heat) {
        this.heat = heat;
        slider.setId("heat-layer");
        slider.setMin(0);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setBlockIncrement(1);
        slider.setPrefWidth(60);
        slider.setMinWidth(50);
        slider.setTooltip(
                Labels.tooltip("Where the maps are taken: at the image, or at the values that leave a layer."));
        name.setId("heat-layer-name");
        name.setMinWidth(44);
        root = Labels.row(4, new FontIcon("mdi2l-layers-outline"), slider, name);
        heat.layersProperty().addListener((observed, was, is) -> follow());
        heat.runProperty().addListener((observed, was, is) -> follow());
        slider.valueProperty().addListener((observed, was, is) -> moved());
        slider.valueChangingProperty().addListener((observed, was, is) -> moved());
        follow();
    }

    Node root() {
        return root;
    }

    /** While the thumb is dragged only the name changes: a map for each layer on the way would be wasted. */
    private void moved() {
        if (following) {
            return;
        }
        int position = (int) Math.round(slider.getValue());
        say(position);
        if (!slider.isValueChanging()) {
            heat.useLayer(position);
        }
    }

    private void follow() {
        following = true;
        int layer = heat.layer();
        boolean choice = layer >= 0 && heat.layersProperty().get().size() > 1;
        root.setVisible(choice);
        root.setManaged(choice);
        slider.setMax(Math.max(1, heat.layersProperty().get().size() - 1));
        slider.setValue(Math.max(0, layer));
        say(Math.max(0, layer));
        following = false;
    }

    private void say(int position) {
        List<Layer> layers = heat.layersProperty().get();
        if (position >= layers.size()) {
            name.setText("");
            return;
        }
        Layer layer = layers.get(position);
        name.setText(layer.name().isEmpty() ? "image" : layer.name());
        String words = (layer.name().isEmpty() ? "the image" : "layer " + layer.name()) + ", " + layer.size();
        name.setTooltip(Labels.tooltip("Maps at " + words + "."));
        slider.setAccessibleText("Layer of the maps: " + words);
    }
}

package dev.whence.app.ui.heat;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.control.HeatmapView;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.heatmap.ScaleMode;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** How all heatmaps of the window are shown. */
public final class HeatDisplay {

    private final ObjectProperty<ScaleMode> scale = new SimpleObjectProperty<>(ScaleMode.PANEL);
    private final ObjectProperty<HeatmapView.Mode> mode = new SimpleObjectProperty<>(HeatmapView.Mode.OVERLAY);
    private final ObjectProperty<ColorMap> colours = new SimpleObjectProperty<>(ColorMap.standard());
    private final DoubleProperty opacity = new SimpleDoubleProperty(0.75);
    private final BooleanProperty smooth = new SimpleBooleanProperty();
    private final BooleanProperty comparing = new SimpleBooleanProperty();

    /** Which maps share a scale. */
    public ObjectProperty<ScaleMode> scaleProperty() {
        return scale;
    }

    public ObjectProperty<HeatmapView.Mode> modeProperty() {
        return mode;
    }

    public ObjectProperty<ColorMap> coloursProperty() {
        return colours;
    }

    /** From 0, the picture alone, to 1, the heatmap alone. */
    public DoubleProperty opacityProperty() {
        return opacity;
    }

    public BooleanProperty smoothProperty() {
        return smooth;
    }

    /** True while the pictures alone are to be seen. */
    public BooleanProperty comparingProperty() {
        return comparing;
    }

    /** The same look on paper; grey pictures as they are stored, as on the command line. */
    public HeatStyle style() {
        double shown = switch (mode.get()) {
            case OVERLAY -> opacity.get();
            case HEATMAP -> 1;
            case PICTURE -> 0;
        };
        return new HeatStyle(colours.get(), scale.get(), shown, smooth.get(), PictureTone.AS_STORED);
    }

    /** Makes a view follow everything but the scale, which depends on where the map stands. */
    public void control(HeatmapView view) {
        view.modeProperty().bind(mode);
        view.coloursProperty().bind(colours);
        view.opacityOfHeatProperty().bind(opacity);
        view.smoothProperty().bind(smooth);
    }
}

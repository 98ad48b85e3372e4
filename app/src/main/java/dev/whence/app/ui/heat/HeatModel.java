package dev.whence.app.ui.heat;

import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapMethods;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingDescriptor;
import dev.whence.engine.settings.SettingsSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The heatmaps of the selected image and how they are made. Written on the UI thread. */
public final class HeatModel {

    private static final String FIRST = "lrp";
    private static final String LAYER = "layer";

    private final List<HeatmapMethod<?>> methods;
    private final ObjectProperty<HeatmapRun<?>> run;
    private final ObjectProperty<HeatState> decision = new SimpleObjectProperty<>(new HeatState.Nothing());
    private final ObservableMap<Integer, PairMaps> pairs = FXCollections.observableMap(new LinkedHashMap<>());
    private final ObjectProperty<@Nullable PairRows> rows = new SimpleObjectProperty<>();
    private final StringProperty pairProblem = new SimpleStringProperty("");
    private final HeatDisplay display = new HeatDisplay();
    private final ObjectProperty<List<Layer>> layers = new SimpleObjectProperty<>(List.of());

    /**
     * A place where a map can be taken.
     *
     * @param name of the layer, empty for the image
     * @param size of a map there in words
     */
    public record Layer(String name, String size) {}

    /** With all methods on the class path. */
    public HeatModel() {
        methods = HeatmapMethods.all();
        run = new SimpleObjectProperty<>(HeatmapRun.of(HeatmapMethods.byId(FIRST), Map.of()));
    }

    public List<HeatmapMethod<?>> methods() {
        return methods;
    }

    /** The method in use with its settings. */
    public ObjectProperty<HeatmapRun<?>> runProperty() {
        return run;
    }

    /** The map of the decision that is selected. */
    public ObjectProperty<HeatState> decisionProperty() {
        return decision;
    }

    /** The maps of pairs that are known so far, by the training image's position. */
    public ObservableMap<Integer, PairMaps> pairs() {
        return pairs;
    }

    /** The training images whose maps are shown; null while nothing is explained. */
    public ObjectProperty<@Nullable PairRows> rowsProperty() {
        return rows;
    }

    /** Why there are no maps of pairs, empty if there are or will be. */
    public StringProperty pairProblemProperty() {
        return pairProblem;
    }

    /** Where maps can be taken in the open network, the image first; empty while none is open. */
    public ObjectProperty<List<Layer>> layersProperty() {
        return layers;
    }

    /** Where the maps are taken, by its position among {@link #layersProperty}; -1 for methods that only know the image. */
    public int layer() {
        String name = run.get().texts().get(LAYER);
        if (name == null) {
            return -1;
        }
        for (int i = 0; i < layers.get().size(); i++) {
            if (layers.get().get(i).name().equals(name)) {
                return i;
            }
        }
        return 0;
    }

    /** Takes the maps elsewhere. */
    public void useLayer(int position) {
        Map<String, String> texts = new LinkedHashMap<>(run.get().texts());
        String name = layers.get().get(position).name();
        if (texts.containsKey(LAYER) && !name.equals(texts.put(LAYER, name))) {
            use(run.get().method(), texts);
        }
    }

    /** Offers the layers of another network; a choice that it does not have is dropped. */
    public void offer(List<Layer> offered) {
        layers.set(List.copyOf(offered));
        String chosen = run.get().texts().getOrDefault(LAYER, "");
        if (!chosen.isEmpty()
                && offered.stream().noneMatch(layer -> layer.name().equals(chosen))) {
            Map<String, String> texts = new LinkedHashMap<>(run.get().texts());
            texts.put(LAYER, "");
            use(run.get().method(), texts);
        }
    }

    public HeatDisplay display() {
        return display;
    }

    /** The settings of a method, in the order of its form. */
    public static List<SettingDescriptor> fields(HeatmapMethod<?> method) {
        return SettingsSchema.of(method.settingsType()).settings();
    }

    /** How the maps of pairs are made. */
    public String pairTitle() {
        return "LRP "
                + SettingsSchema.of(LrpSettings.class)
                        .format(run.get().pairSettings())
                        .get("composite");
    }

    /**
     * Uses another method or other settings.
     *
     * @throws BadInputException if a setting cannot be used
     */
    public void use(HeatmapMethod<?> method, Map<String, String> texts) {
        run.set(HeatmapRun.of(method, texts));
    }

    /** The scale of the maps of a pair by {@link HeatDisplay#scaleProperty}; NaN for each map's own. */
    public double scale(int train) {
        PairRows asked = rows.get();
        if (asked == null) {
            return Double.NaN;
        }
        return switch (display.scaleProperty().get()) {
            case TILE -> Double.NaN;
            case ROW -> largest(asked.proponents().contains(train) ? asked.proponents() : asked.opponents());
            case PANEL -> panelScale();
        };
    }

    /** The largest magnitude of all maps of pairs that are known so far. */
    public double panelScale() {
        PairRows asked = rows.get();
        return asked == null ? 0 : Math.max(largest(asked.proponents()), largest(asked.opponents()));
    }

    /** The largest magnitude of the maps of one row that are known so far. */
    public double rowScale(boolean proponents) {
        PairRows asked = rows.get();
        return asked == null ? 0 : largest(proponents ? asked.proponents() : asked.opponents());
    }

    private double largest(List<Integer> row) {
        double most = 0;
        for (int train : row) {
            PairMaps known = pairs.get(train);
            if (known != null) {
                most = Math.max(most, known.train().map().largestMagnitude());
                most = Math.max(most, known.test().map().largestMagnitude());
            }
        }
        return most;
    }
}

package dev.whence.app.ui.training;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.settings.SettingDescriptor;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.history.HistoryForecast;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.StepReport;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The training form and the training it was last started with. Written by the controller, on the UI thread. */
public final class TrainingModel {

    /** What can be done next. */
    public enum Stage {
        /** Nothing was started, or a new training is being set up. */
        READY,
        RUNNING,
        /** Stopped at a step; can go on. */
        PAUSED,
        FINISHED
    }

    private static final SettingsSchema<TrainingForm> SCHEMA = SettingsSchema.of(TrainingForm.class);

    private final ReadOnlyObjectProperty<@Nullable Workspace> workspace;
    private final Path home;
    private final BooleanProperty anyway = new SimpleBooleanProperty();
    private final ObservableMap<String, String> texts = FXCollections.observableMap(new LinkedHashMap<>());
    private final ObjectProperty<Stage> stage = new SimpleObjectProperty<>(Stage.READY);
    private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>();
    private final StringProperty status = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final ObservableList<StepReport> steps = FXCollections.observableArrayList();
    private final ObservableList<EpochReport> epochs = FXCollections.observableArrayList();

    /** @param home folder in which each training gets one of its own */
    public TrainingModel(ReadOnlyObjectProperty<@Nullable Workspace> workspace, Path home) {
        this.workspace = workspace;
        this.home = home;
        Map<String, String> defaults = new LinkedHashMap<>();
        fields().forEach(field -> defaults.put(field.key(), field.defaultValue()));
        texts.putAll(defaults);
    }

    /** The form's fields in order. */
    List<SettingDescriptor> fields() {
        return SCHEMA.settings();
    }

    /** What stands in the fields, by key. */
    public ObservableMap<String, String> texts() {
        return texts;
    }

    /** Fills the form for the modulo-addition example. */
    public void useModuloExample() {
        texts.putAll(Map.of(
                "network", "modulo-transformer",
                "epochs", "350",
                "batch", "1000",
                "optimizer", "adamw",
                "rate", "0.005",
                "schedule", "constant",
                "decay", "2",
                "beta", "0.98",
                "history", "every-step"));
    }

    ReadOnlyObjectProperty<@Nullable Workspace> workspaceProperty() {
        return workspace;
    }

    public ObjectProperty<Stage> stageProperty() {
        return stage;
    }

    /** Where the training of the moment lies; null before the first. */
    public ObjectProperty<@Nullable Path> folderProperty() {
        return folder;
    }

    /** Whether to begin although the disk seems too small for the history. */
    public BooleanProperty anywayProperty() {
        return anyway;
    }

    /** How the training goes, in words. */
    public StringProperty statusProperty() {
        return status;
    }

    /** Why it ended early, empty if it did not. */
    public StringProperty problemProperty() {
        return problem;
    }

    /** Each step since the training was started in this window. */
    public ObservableList<StepReport> steps() {
        return steps;
    }

    /** Each epoch of the training. */
    public ObservableList<EpochReport> epochs() {
        return epochs;
    }

    /**
     * The form as values.
     *
     * @throws BadInputException naming the field that cannot be used
     */
    TrainingForm form() {
        return SCHEMA.parse(texts, SettingDescriptor::label);
    }

    /** What the form means for the images that are open: size of network and history, or why it cannot be used. */
    Preview preview() {
        Workspace open = workspace.get();
        if (open == null || !open.has(Split.TRAIN)) {
            return new Preview("Open training images first.", false, true);
        }
        try {
            TrainingForm form = form();
            TrainingSettings settings = form.settings();
            Network opened = open.classifier().network();
            Network network = form.network().isOpenModel()
                    ? opened
                    : form.network()
                            .architecture()
                            .layers(opened.inputShape(), open.classNames().size(), form.biases());
            int images = open.images(Split.TRAIN).size();
            HistoryForecast forecast = HistoryForecast.of(network, settings, images);
            String kept = forecast.states() == 0 ? "no history" : "history: " + forecast.text();
            boolean fits = forecast.fits(home);
            String shortage = fits ? "" : ". " + forecast.shortage(home) + "; keep fewer states or none.";
            return new Preview(
                    String.format(
                            Locale.ROOT,
                            "%,d training images, %,d steps, %,d parameters; %s%s",
                            images,
                            settings.steps(images),
                            network.parameterCount(),
                            kept,
                            shortage),
                    true,
                    fits);
        } catch (BadInputException e) {
            return new Preview(e.sentence(), false, true);
        }
    }

    /**
     * @param text a sentence for the person
     * @param usable whether training can start
     * @param fits whether the disk has room for the history
     */
    record Preview(String text, boolean usable, boolean fits) {}
}

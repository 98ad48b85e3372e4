package dev.whence.app.ui.explore;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.settings.SettingDescriptor;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.MethodRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The chosen method and what stands in its settings form. */
public final class MethodModel {

    private final List<AttributionMethod<?>> methods;
    private final ObjectProperty<@Nullable AttributionMethod<?>> method = new SimpleObjectProperty<>();
    private final ObservableMap<String, String> texts = FXCollections.observableMap(new LinkedHashMap<>());
    private final ObjectProperty<@Nullable MethodRun<?>> applied = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable MethodRun<?>> underWay = new SimpleObjectProperty<>();
    private final BooleanProperty anyway = new SimpleBooleanProperty();
    private final ObservableStringValue problem = Bindings.createStringBinding(this::findProblem, texts, method);
    private final BooleanBinding changed = Bindings.createBooleanBinding(this::isChanged, texts, method, applied);
    private final BooleanBinding unused =
            Bindings.createBooleanBinding(this::isUnused, texts, method, applied, underWay);

    /** With all methods on the class path. */
    public MethodModel() {
        this(MethodRegistry.all());
    }

    MethodModel(List<AttributionMethod<?>> methods) {
        this.methods = List.copyOf(methods);
        method.addListener((observed, was, is) -> resetTexts());
        if (!methods.isEmpty()) {
            method.set(methods.get(0));
        }
    }

    public List<AttributionMethod<?>> methods() {
        return methods;
    }

    public ObjectProperty<@Nullable AttributionMethod<?>> methodProperty() {
        return method;
    }

    /** The form's fields in order; empty without a method. */
    public List<SettingDescriptor> fields() {
        AttributionMethod<?> chosen = method.get();
        return chosen == null
                ? List.of()
                : SettingsSchema.of(chosen.settingsType()).settings();
    }

    /** What stands in the fields, by key. */
    public ObservableMap<String, String> texts() {
        return texts;
    }

    /** Why the form cannot be used, empty if it can. */
    public ObservableStringValue problem() {
        return problem;
    }

    /** Whether to run although the memory seems too small. */
    public BooleanProperty anywayProperty() {
        return anyway;
    }

    /** The settings of the results on display; null before the first run. */
    public ObjectProperty<@Nullable MethodRun<?>> appliedProperty() {
        return applied;
    }

    /** The settings that are being computed with; null while nothing is. */
    public ObjectProperty<@Nullable MethodRun<?>> underWayProperty() {
        return underWay;
    }

    /** Whether the form differs from the results on display and from what is being computed. */
    public BooleanBinding unused() {
        return unused;
    }

    /** Whether the form differs from what the results were made with. */
    public BooleanBinding changed() {
        return changed;
    }

    /** Chooses a method with settings; unknown methods and unusable settings leave the form as it is. */
    public void load(String methodId, Map<String, String> settings) {
        methods.stream()
                .filter(candidate -> candidate.id().equals(methodId))
                .findFirst()
                .ifPresent(found -> {
                    method.set(found);
                    settings.forEach((key, text) -> {
                        if (texts.containsKey(key)) {
                            texts.put(key, text);
                        }
                    });
                });
    }

    /** Puts the settings of the results on display back into the form. */
    public void revert() {
        MethodRun<?> last = applied.get();
        if (last != null) {
            load(last.method().id(), last.texts());
        }
    }

    /** Back to the defaults of the method. */
    public void resetTexts() {
        Map<String, String> defaults = new LinkedHashMap<>();
        fields().forEach(field -> defaults.put(field.key(), field.defaultValue()));
        texts.clear();
        texts.putAll(defaults);
    }

    /**
     * @throws BadInputException if a setting cannot be used, or there is no method
     */
    public MethodRun<?> toRun() {
        AttributionMethod<?> chosen = method.get();
        if (chosen == null) {
            throw new BadInputException("There is no attribution method; put one on the class path.");
        }
        return MethodRun.of(chosen, texts);
    }

    private String findProblem() {
        try {
            toRun();
            return "";
        } catch (BadInputException e) {
            return e.sentence();
        }
    }

    private boolean isChanged() {
        return differsFrom(applied.get());
    }

    private boolean isUnused() {
        return applied.get() != null && isChanged() && differsFrom(underWay.get());
    }

    private boolean differsFrom(@Nullable MethodRun<?> run) {
        return run == null || !findProblem().isEmpty() || !run.equals(toRun());
    }
}

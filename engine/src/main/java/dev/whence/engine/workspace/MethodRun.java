package dev.whence.engine.workspace;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A method with settings that suit it. */
public record MethodRun<S extends Record>(AttributionMethod<S> method, S settings) {

    /**
     * @param texts settings by key; those that are missing have their defaults
     * @throws dev.whence.engine.BadInputException if a setting cannot be used
     */
    public static MethodRun<?> of(AttributionMethod<?> method, Map<String, String> texts) {
        return capture(method, texts);
    }

    private static <S extends Record> MethodRun<S> capture(AttributionMethod<S> method, Map<String, String> texts) {
        return new MethodRun<>(method, SettingsSchema.of(method.settingsType()).parse(texts));
    }

    /** All settings by key, defaults included. */
    public Map<String, String> texts() {
        return SettingsSchema.of(method.settingsType()).format(settings);
    }

    public MemoryForecast forecast(Workspace workspace) {
        return workspace.forecast(method, settings);
    }

    /** The heavy part: once for a workspace, shared by all images. */
    public void prepare(Workspace workspace, Progress progress) {
        workspace.attributor(method, settings, progress);
    }

    /** @param soFar is shown the ranking as it grows, on the calling thread */
    public Explanation explain(
            Workspace workspace, int[] tests, Target target, Consumer<Explanation> soFar, Progress progress) {
        return workspace.explain(method, settings, tests, target, soFar, progress);
    }

    public TrainingEffect effect(Workspace workspace, int train, Target target, Progress progress) {
        return workspace.effect(method, settings, train, target, progress);
    }

    /** The score of each training image for itself and its own label. */
    public float[] selfInfluence(Workspace workspace, Progress progress) {
        return workspace
                .attributor(method, settings, progress)
                .selfInfluence(progress)
                .toFloat32()
                .floats();
    }

    /** The scores of several test images, {@code [tests][train]}. */
    public float[][] scores(Workspace workspace, int[] tests, Target target, Progress progress) {
        Representations images = workspace.representations(Split.TEST, progress).select(tests);
        Tensor scores = workspace
                .attributor(method, settings, progress)
                .attribute(images, Targets.resolve(target, images), progress);
        float[][] rows = new float[tests.length][];
        for (int t = 0; t < tests.length; t++) {
            rows[t] = scores.rows(t, t + 1).toFloat32().floats();
        }
        return rows;
    }

    /** The method's name and what differs from its defaults, for example {@code "DualDA, c = 0.01"}. */
    public String title() {
        SettingsSchema<S> schema = SettingsSchema.of(method.settingsType());
        Map<String, String> usual = schema.format(schema.defaults());
        String changed = texts().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(usual.get(entry.getKey())))
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
        return changed.isEmpty() ? method.title() : method.title() + ", " + changed;
    }
}

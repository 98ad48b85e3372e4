package dev.whence.app.ui.explore;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import java.util.Map;

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

    /** The heavy part: once for a workspace, shared by all images. */
    public void prepare(Workspace workspace, Progress progress) {
        workspace.attributor(method, settings, progress);
    }

    public Explanation explain(Workspace workspace, int testIndex, Target target, Progress progress) {
        return workspace.explain(method, settings, testIndex, target, progress);
    }
}

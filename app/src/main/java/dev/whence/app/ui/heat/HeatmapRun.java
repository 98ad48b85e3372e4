package dev.whence.app.ui.heat;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.PairAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A heatmap method with settings that suit it. */
public record HeatmapRun<S extends Record>(HeatmapMethod<S> method, S settings) {

    /**
     * @param texts settings by key; those that are missing have their defaults
     * @throws dev.whence.engine.BadInputException if a setting cannot be used
     */
    public static HeatmapRun<?> of(HeatmapMethod<?> method, Map<String, String> texts) {
        return capture(method, texts);
    }

    private static <S extends Record> HeatmapRun<S> capture(HeatmapMethod<S> method, Map<String, String> texts) {
        return new HeatmapRun<>(method, SettingsSchema.of(method.settingsType()).parse(texts));
    }

    /** All settings by key, defaults included. */
    public Map<String, String> texts() {
        return SettingsSchema.of(method.settingsType()).format(settings);
    }

    /** For example {@code "LRP epsilon-plus-flat"}. */
    public String title() {
        String composite = texts().get("composite");
        return composite == null ? method.title() : method.title() + " " + composite;
    }

    /** How pairs are explained: by relevance propagation, with these settings if they are its own. */
    public LrpSettings pairSettings() {
        return settings instanceof LrpSettings own
                ? own
                : SettingsSchema.of(LrpSettings.class).defaults();
    }

    /** The engine's answer on one decision. */
    public HeatmapAnswer answer(Workspace workspace, int testIndex, Target target, Progress progress) {
        return workspace.heatmaps().decisions(method, settings, Split.TEST, new int[] {testIndex}, target, progress);
    }

    /** What in a test image speaks for the target. */
    public SeenMap decision(Workspace workspace, int testIndex, Target target, Progress progress) {
        HeatmapAnswer answer = answer(workspace, testIndex, target, progress);
        return SeenMap.of(
                workspace.seen(Split.TEST, testIndex),
                answer.maps(),
                0,
                answer.conservation().get(0));
    }

    /**
     * What connects pairs of images, in their order.
     *
     * @param scored the settings of the method that gave the pairs' scores
     * @throws dev.whence.engine.BadInputException if the scores are not made of features
     */
    public <T extends Record> List<PairMaps> pairs(
            Workspace workspace, AttributionMethod<T> scores, T scored, List<Pair> pairs, Progress progress) {
        if (pairs.isEmpty()) {
            return List.of();
        }
        PairAnswer answer = workspace.heatmaps().pairs(scores, scored, pairSettings(), pairs, progress);
        List<PairMaps> maps = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            maps.add(new PairMaps(
                    SeenMap.of(
                            workspace.seen(Split.TRAIN, pair.train()),
                            answer.maps().train(),
                            i,
                            answer.trainConservation().get(i)),
                    SeenMap.of(
                            workspace.seen(Split.TEST, pair.test()),
                            answer.maps().test(),
                            i,
                            answer.testConservation().get(i))));
        }
        return maps;
    }
}

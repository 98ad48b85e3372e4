package dev.whence.engine.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.EngineVersion;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.settings.SettingsSchema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a result was computed from, as JSON. Holds no date and no duration, so that the same question gives the same
 * bytes.
 */
final class Provenance {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Provenance() {}

    static <S extends Record> String of(
            OpenedWorkspace workspace, AttributionMethod<S> method, S settings, int[] tests, Target target) {
        ObjectNode json = opening(workspace);
        describe(json.putObject("train"), workspace.split(Split.TRAIN));
        SplitImages images = workspace.split(Split.TEST);
        describe(json.putObject("test"), images);
        ObjectNode explained = json.putObject("explained");
        if (tests.length == 1) {
            describeImage(explained, images, tests[0]);
        } else {
            ArrayNode ids = explained.putArray("sum_over_ids");
            ArrayNode positions = explained.putArray("sum_over_positions");
            for (int test : tests) {
                ids.add(images.images().id(test));
                positions.add(test);
            }
        }
        explained.put("target", target.format());
        return closed(json, workspace, method, settings);
    }

    /** @param train position of the training image whose effect on all test images was looked at */
    static <S extends Record> String ofEffect(
            OpenedWorkspace workspace, AttributionMethod<S> method, S settings, int train, Target target) {
        ObjectNode json = opening(workspace);
        SplitImages images = workspace.split(Split.TRAIN);
        describe(json.putObject("train"), images);
        describe(json.putObject("test"), workspace.split(Split.TEST));
        ObjectNode explained = json.putObject("effect");
        describeImage(explained, images, train);
        explained.put("target", target.format());
        return closed(json, workspace, method, settings);
    }

    private static void describeImage(ObjectNode json, SplitImages images, int position) {
        json.put("image", images.images().name(position))
                .put("id", images.images().id(position))
                .put("position", position);
    }

    private static <S extends Record> String closed(
            ObjectNode json, OpenedWorkspace workspace, AttributionMethod<S> method, S settings) {
        json.set("preprocessing", PreprocessingJson.toJson(workspace.spec().preprocessing()));
        ObjectNode how = json.putObject("method").put("id", method.id()).put("version", method.version());
        ObjectNode values = how.putObject("settings");
        SettingsSchema.of(method.settingsType()).format(settings).forEach(values::put);
        if (method.usesCheckpoints() && workspace.checkpoints().size() > 1) {
            workspace.checkpoints().forEach(how.putArray("checkpoints")::add);
        }
        return closed(json, workspace.spec());
    }

    /** @param target what was explained; absent for pairs, whose scores are */
    static <S extends Record> String ofHeatmaps(
            OpenedWorkspace workspace, HeatmapMethod<S> method, S settings, @Nullable Target target) {
        ObjectNode json = opening(workspace);
        for (Split split : Split.values()) {
            if (workspace.has(split)) {
                describe(json.putObject(split.name().toLowerCase(Locale.ROOT)), workspace.split(split));
            }
        }
        if (target != null) {
            json.putObject("explained").put("target", target.format());
        }
        WorkspaceSpec spec = workspace.spec();
        json.set("preprocessing", PreprocessingJson.toJson(spec.preprocessing()));
        ObjectNode how = json.putObject("heatmap").put("id", method.id()).put("version", method.version());
        ObjectNode values = how.putObject("settings");
        SettingsSchema.of(method.settingsType()).format(settings).forEach(values::put);
        return closed(json, spec);
    }

    private static ObjectNode opening(OpenedWorkspace workspace) {
        ObjectNode json = JSON.createObjectNode();
        json.put("program", "Whence").put("version", EngineVersion.get());
        json.putObject("model")
                .put("file", String.valueOf(workspace.spec().model().getFileName()))
                .put("sha256", workspace.classifier().sha256())
                .put("layer", workspace.layerName());
        return json;
    }

    private static String closed(ObjectNode json, WorkspaceSpec spec) {
        json.put("seed", spec.seed());
        json.put("precision", spec.execution().precision().name().toLowerCase(Locale.ROOT));
        return json.toPrettyString();
    }

    private static void describe(ObjectNode json, SplitImages split) {
        json.put("images", split.images().size()).put("manifest", split.manifestHash());
    }
}

package dev.whence.app.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code manifest.json} of an output file: from what, with what and how long, so that it can be made again. */
public final class Manifest {

    private final ObjectNode root = JsonText.object();
    private final ObjectNode seconds = JsonText.object();
    private long lapStart = System.nanoTime();

    public Manifest(String command) {
        root.put("command", command);
        ObjectNode versions = root.putObject("versions");
        versions.put("whence", WhenceVersion.text());
        versions.put("java", System.getProperty("java.version"));
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    public ObjectNode root() {
        return root;
    }

    /** Books the time since the last lap under a name. */
    public void lap(String name) {
        long now = System.nanoTime();
        seconds.put(name, Math.round((now - lapStart) / 1e6) / 1e3);
        lapStart = now;
    }

    /** The states of the classifier that the method combined, the one explained last. */
    public void describeCheckpoints(List<String> names) {
        names.forEach(root.putArray("checkpoints")::add);
    }

    public void describe(Classifier classifier) {
        ObjectNode model = root.putObject("model");
        model.put("file", classifier.file().toString());
        model.put("sha256", classifier.sha256());
        model.put("format", classifier.report().format());
        model.put("final_layer", finalLayer(classifier));
        model.put("parameters", classifier.network().parameterCount());
    }

    /** The method that made heatmaps. */
    public <S extends Record> void describe(HeatmapMethod<S> method, S settings) {
        ObjectNode heatmap = root.putObject("heatmap");
        heatmap.put("id", method.id());
        heatmap.put("version", method.version());
        ObjectNode values = heatmap.putObject("settings");
        SettingsSchema.of(method.settingsType()).format(settings).forEach(values::put);
    }

    /** The method that made scores. */
    public <S extends Record> void describe(AttributionMethod<S> method, S settings) {
        ObjectNode described = root.putObject("method");
        described.put("id", method.id());
        described.put("version", method.version());
        ObjectNode values = described.putObject("settings");
        SettingsSchema.of(method.settingsType()).format(settings).forEach(values::put);
    }

    /** Classifier, both sets of images and how the work was done. */
    public void describeTrainAndTest(Workspace opened) {
        describe(opened.classifier());
        ImageDataset train = opened.images(Split.TRAIN);
        ImageDataset test = opened.images(Split.TEST);
        describe("train", opened.spec().train(), train, ImageWords.ids(train));
        describe("test", opened.spec().test(), test, ImageWords.ids(test));
        describe(opened.spec());
    }

    public void describe(WorkspaceSpec spec) {
        root.set("preprocessing", PreprocessingJson.toJson(spec.preprocessing()));
        ObjectNode execution = root.putObject("execution");
        execution.put("device", spec.execution().device());
        execution.put("precision", spec.execution().precision().name().toLowerCase(Locale.ROOT));
        execution.put("threads", spec.execution().threads());
        root.put("seed", spec.seed());
    }

    /** @param ids content hashes in dataset order; their common hash identifies the whole set */
    public void describe(String role, @Nullable DataSource source, ImageDataset images, List<String> ids) {
        ObjectNode node = root.putObject(role);
        node.put("data", images.description());
        if (source != null && source.subset() != null) {
            node.put("subset", source.subset());
        }
        node.put("images", images.size());
        node.put("sha256_of_ids", sha256(String.join("\n", ids)));
    }

    public String text() {
        root.set("seconds", seconds);
        return JsonText.of(root);
    }

    public static String finalLayer(Classifier classifier) {
        return classifier.network().nodes().get(classifier.finalLayer()).name();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

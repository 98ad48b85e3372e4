package dev.whence.app.ui.dynamics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.EngineVersion;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;

/** What a figure of a plot was made from, as JSON. */
final class DynamicsProvenance {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DynamicsProvenance() {}

    static String of(DynamicsModel model, String title) {
        ObjectNode root = JSON.createObjectNode();
        root.put("whence", EngineVersion.get()).put("method", "path-kernel").put("plot", title);
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace != null) {
            root.put("model_sha256", workspace.classifier().sha256());
        }
        HistoryFolder history = model.historyProperty().get();
        if (history != null) {
            root.put("steps", history.steps());
            root.put("training_images", history.description().trainingImages().hash());
        }
        if (model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done) {
            root.put("test", done.story().test());
            root.set("settings", JSON.valueToTree(done.story().dynamics().info().choices()));
        }
        return root.toPrettyString();
    }
}

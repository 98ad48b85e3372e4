package dev.whence.app.project;

import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a project file holds, with places already resolved.
 *
 * @param spec the classifier with its images
 * @param modelSha256 of the model file when the project was saved, if known
 * @param train of the training images when the project was saved, if known
 * @param test of the test images when the project was saved, if known
 * @param method id of the attribution method
 * @param settings of the method, by key
 * @param history folder of the training history that was chosen, null for none; it may have gone
 * @param view what was looked at
 */
public record Project(
        WorkspaceSpec spec,
        @Nullable String modelSha256,
        @Nullable Fingerprint train,
        @Nullable Fingerprint test,
        String method,
        Map<String, String> settings,
        @Nullable Path history,
        ProjectView view) {

    public Project {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** A project without a chosen history. */
    public Project(
            WorkspaceSpec spec,
            @Nullable String modelSha256,
            @Nullable Fingerprint train,
            @Nullable Fingerprint test,
            String method,
            Map<String, String> settings,
            ProjectView view) {
        this(spec, modelSha256, train, test, method, settings, null, view);
    }

    /** Whether losing the difference to the other project would annoy; what was looked at does not count. */
    public boolean sameWorkAs(Project other) {
        return spec.equals(other.spec)
                && method.equals(other.method)
                && settings.equals(other.settings)
                && Objects.equals(history, other.history);
    }
}

package dev.whence.app.ui;

import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;

/** Opens workspaces; normally {@link Workspace#open}. */
@FunctionalInterface
public interface WorkspaceOpener {

    Workspace open(WorkspaceSpec spec, Progress progress);
}

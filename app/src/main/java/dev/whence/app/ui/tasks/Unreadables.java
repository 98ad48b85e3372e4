package dev.whence.app.ui.tasks;

import dev.whence.engine.workspace.Workspace;

final class Unreadables {

    private Unreadables() {}

    static int count(Workspace workspace) {
        return 0;
    }
}

package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.util.List;
import java.util.Locale;

/** Opens what a command asks for and tells on standard error what a person should know about it. */
final class Opening {

    private static final int NAMED = 5;

    private Opening() {}

    static Workspace of(Console console, WorkspaceSpec spec, Progress progress) {
        Workspace opened = Workspace.open(spec, progress);
        opened.notes().forEach(note -> console.warn("Note: " + note));
        for (Split split : Split.values()) {
            if (opened.has(split)) {
                tellUnreadable(console, split, opened.unreadable(split));
            }
        }
        return opened;
    }

    private static void tellUnreadable(Console console, Split split, List<Unreadable> unreadable) {
        if (unreadable.isEmpty()) {
            return;
        }
        console.warn(
                "Note: " + unreadable.size() + " unreadable " + split.name().toLowerCase(Locale.ROOT)
                        + (unreadable.size() == 1 ? " image was" : " images were") + " left out.");
        unreadable.stream().limit(NAMED).forEach(image -> console.warn("  " + image.name() + ": " + image.reason()));
        if (unreadable.size() > NAMED) {
            console.warn("  and " + (unreadable.size() - NAMED) + " more.");
        }
    }
}

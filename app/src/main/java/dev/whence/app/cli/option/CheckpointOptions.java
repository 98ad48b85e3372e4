package dev.whence.app.cli.option;

import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Other states of the classifier. */
final class CheckpointOptions {

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR|FILE",
            split = ",",
            description =
                    "Other states of the same network (weights or whole models), in order, for methods that combine several:"
                            + " files, or folders of files. The model itself is the last of them.")
    List<Path> checkpoints = new ArrayList<>();

    WorkspaceSpec addTo(WorkspaceSpec spec) {
        return spec.withCheckpoints(checkpoints);
    }
}

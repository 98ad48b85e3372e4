package dev.whence.app.cli;

import dev.whence.app.CacheFolder;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.text.AttributionRequest;
import dev.whence.app.cli.text.CommandLineText;
import dev.whence.engine.WhenceException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.sampledata.SampleProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is shown where no window can be: the sample project's explanation as a picture, drawn by {@code figure da}. */
public final class SampleFigure {

    private static final String FILE = "whence-sample.png";

    private SampleFigure() {}

    /**
     * Writes {@code whence-sample.png} into the working directory and prints its path.
     *
     * @param unpackInto folder for the sample's files
     * @return the exit code
     */
    public static int write(Console console, Path unpackInto) {
        console.warn("There is no display for the workbench, so the sample's explanation is written as a picture.");
        try {
            return CommandRunner.run(console, command(SampleProject.in(unpackInto)));
        } catch (WhenceException e) {
            console.warn(e.sentence());
            return CommandRunner.FAILED;
        }
    }

    private static String[] command(SampleProject sample) {
        WorkspaceSpec spec =
                sample.spec(ExecutionSettings.defaults(), CacheFolder.standard().orElse(null));
        List<String> arguments = new ArrayList<>(
                CommandLineText.attribute(new AttributionRequest(spec, "dualda", Map.of(), new Target.Predicted())));
        arguments.set(0, "da");
        arguments.add(0, "figure");
        arguments.add("--index=" + sample.selectedTestImage());
        arguments.add("--preset=double");
        arguments.add("--out=" + Path.of(FILE).toAbsolutePath());
        return arguments.toArray(String[]::new);
    }
}

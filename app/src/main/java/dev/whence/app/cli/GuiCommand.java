package dev.whence.app.cli;

import dev.whence.app.Workbench;
import dev.whence.app.cli.console.Console;
import dev.whence.engine.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "gui", description = "Open the workbench: the sample project, or the project given.")
final class GuiCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "PROJECT", description = "A project file.")
    @Nullable
    Path project;

    GuiCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (project != null && !Files.exists(project)) {
            throw new BadInputException("There is no project " + project + "; check the path.");
        }
        if (!Workbench.hasDisplay()) {
            throw new BadInputException("There is no display to open the workbench on; set DISPLAY, or use the commands"
                    + " that 'whence --help' lists.");
        }
        Workbench.open(project);
        console.out().flush();
        return CommandRunner.DONE;
    }
}

package dev.whence.app;

import dev.whence.app.cli.CommandRunner;
import dev.whence.app.cli.SampleFigure;
import dev.whence.app.cli.console.CancelSignal;
import dev.whence.app.cli.console.Console;
import dev.whence.app.project.AppFolders;

/** Starts Whence: the command line if there are arguments, otherwise the workbench. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) {
        CancelSignal cancel = CancelSignal.onShutdown();
        int code = run(Console.ofProcess(cancel), args);
        cancel.finished();
        if (!cancel.isRaised()) {
            System.exit(code);
        }
    }

    private static int run(Console console, String[] args) {
        if (args.length > 0) {
            return CommandRunner.run(console, args);
        }
        return Workbench.hasDisplay()
                ? CommandRunner.run(console, "gui")
                : SampleFigure.write(console, AppFolders.standard().data().resolve("sample"));
    }
}

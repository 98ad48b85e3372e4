package dev.whence.app;

import dev.whence.app.cli.CancelSignal;
import dev.whence.app.cli.CommandRunner;
import dev.whence.app.cli.Console;

/** Starts Whence: the command line if there are arguments, otherwise the workbench. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) {
        CancelSignal cancel = CancelSignal.onShutdown();
        String[] command = args.length == 0 ? new String[] {"gui"} : args;
        int code = CommandRunner.run(Console.ofProcess(cancel), command);
        cancel.finished();
        if (!cancel.isRaised()) {
            System.exit(code);
        }
    }
}

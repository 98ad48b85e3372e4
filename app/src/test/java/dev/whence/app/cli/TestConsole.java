package dev.whence.app.cli;

import dev.whence.app.cli.console.CancelSignal;
import dev.whence.app.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands inside the test and keeps what they print. */
public final class TestConsole {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CancelSignal cancel = new CancelSignal();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            cancel);

    int run(String... args) {
        out.reset();
        err.reset();
        return CommandRunner.run(console, args);
    }

    public Console console() {
        return console;
    }

    CancelSignal cancel() {
        return cancel;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    List<String> errorLines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}

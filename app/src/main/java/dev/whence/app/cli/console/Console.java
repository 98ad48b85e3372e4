package dev.whence.app.cli.console;

import java.io.PrintStream;

/**
 * What a command sees of the terminal it was started from.
 *
 * @param out results only
 * @param err progress, warnings and the sentence of a failure
 * @param terminal whether a person watches {@code err}: progress may be redrawn in place
 * @param cancel raised by Ctrl-C
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, CancelSignal cancel) {

    /**
     * The console of this process. Java cannot tell whether standard error alone is a terminal, so the start script says
     * it with {@code -Dwhence.terminal=true}.
     */
    public static Console ofProcess(CancelSignal cancel) {
        return new Console(System.out, System.err, Boolean.getBoolean("whence.terminal"), cancel);
    }

    /** A remark that is neither a result nor a failure, for example that an image was left out. */
    public void warn(String sentence) {
        err.println(sentence);
    }

    /** A message as one line with a full stop. */
    public static String sentence(String text) {
        String line = oneLine(text);
        return line.endsWith(".") || line.endsWith("!") || line.endsWith("?") ? line : line + ".";
    }

    /** A message without its line breaks. */
    public static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

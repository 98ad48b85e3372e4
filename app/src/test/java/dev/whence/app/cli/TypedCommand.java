package dev.whence.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command as copied from the window and typed into a terminal. */
public final class TypedCommand {

    private final List<String> words = new ArrayList<>();

    /** @param line for a POSIX shell, starting with the program's name; quotes enclose words without quotes in them */
    public TypedCommand(String line) {
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        if (!words.remove(0).equals("whence")) {
            throw new IllegalArgumentException(line);
        }
    }

    /** The same command with another value of an option. */
    public TypedCommand with(String option, Object value) {
        words.removeIf(word -> word.startsWith(option + "="));
        words.add(option + "=" + value);
        return this;
    }

    /** Runs it in this process. */
    public void run() {
        TestConsole console = new TestConsole();
        int code = console.run(words.toArray(new String[0]));
        if (code != CommandRunner.DONE) {
            throw new AssertionError(words + " ended with " + code + ": " + console.errorLines());
        }
    }
}

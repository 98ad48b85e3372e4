package dev.whence.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A command as copied from the window and typed into a terminal. */
public final class TypedCommand {

    private final List<String> words = new ArrayList<>();

    /** @param line for a POSIX shell, starting with the program's name; quotes enclose words without quotes in them */
    public TypedCommand(String line) {
        Matcher word = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(Stream.of(1, 2, 3)
                    .map(word::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow());
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

    /** What follows the program's name. */
    List<String> words() {
        return List.copyOf(words);
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

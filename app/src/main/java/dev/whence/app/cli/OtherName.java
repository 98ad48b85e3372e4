package dev.whence.app.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The images to be looked at are {@code --data} where a command takes one set of images and {@code --test} where it also
 * takes those of the training; who gives one for the other is told.
 */
final class OtherName {

    private static final String DATA = "--data";
    private static final String TEST = "--test";

    private OtherName() {}

    /** Words to follow the message, empty if there is nothing to suggest. */
    static String hint(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        List<String> unknown = unmatched.getUnmatched();
        return hint(command, unknown, DATA, TEST) + hint(command, unknown, TEST, DATA);
    }

    private static String hint(CommandSpec command, List<String> unknown, String given, String right) {
        boolean confused = command.findOption(right) != null
                && unknown.stream().anyMatch(word -> word.equals(given) || word.startsWith(given + "="));
        return confused ? "; '" + command.name() + "' takes these images with " + right : "";
    }
}

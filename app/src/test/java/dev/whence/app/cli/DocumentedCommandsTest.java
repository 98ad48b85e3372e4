package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands that the documents show are commands that the program takes. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern TYPED =
            Pattern.compile("^ *(?:\\$ |app/target/whence/bin/)?whence ([a-z](?:\\\\\\n|.)*)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```\\w*\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INDENTED = Pattern.compile("(?:^ {4}.*\\n)+", Pattern.MULTILINE);
    private static final Pattern MENTIONED = Pattern.compile("`whence ([a-z][^`]*)`");

    private record Document(Path file, String text) {

        static Document read(Path file) {
            try {
                return new Document(ROOT.relativize(file), Files.readString(file));
            } catch (IOException e) {
                throw new AssertionError(file.toString(), e);
            }
        }
    }

    static Stream<String> typed() throws IOException {
        return documents()
                .flatMap(document -> Stream.of(FENCED, INDENTED).flatMap(block -> found(block, document.text())))
                .flatMap(block -> found(TYPED, block))
                .distinct();
    }

    static Stream<String> mentioned() throws IOException {
        return documents()
                .flatMap(document -> found(MENTIONED, document.text()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("typed")
    void whatIsShownToTypeCanBeTyped(String command) {
        assertDoesNotThrow(() -> parse(command), command);
    }

    /** In running text a command may leave out what goes without saying, but not name what does not exist. */
    @ParameterizedTest
    @MethodSource("mentioned")
    void whatIsMentionedExists(String command) {
        try {
            parse(command);
        } catch (ParameterException e) {
            assertFalse(e instanceof UnmatchedArgumentException, command + ": " + e.getMessage());
        }
    }

    @Test
    void documentsShowCommands() throws IOException {
        assertTrue(typed().count() > 15, "commands to type are found");
        assertTrue(mentioned().count() > 15, "commands in running text are found");
    }

    private static void parse(String command) {
        List<String> words = new TypedCommand("whence " + command.replace("\\\n", " ")).words();
        CommandRunner.commandLine(new TestConsole().console(), false).parseArgs(words.toArray(new String[0]));
    }

    private static Stream<Document> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = docs.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.getParent().endsWith("decisions"))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")), pages.stream())
                    .map(Document::read);
        }
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(match.groupCount()));
    }
}

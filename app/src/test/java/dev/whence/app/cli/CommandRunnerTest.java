package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandRunnerTest {

    private final TestConsole console = new TestConsole();

    static Stream<String> commands() {
        return CommandRunner.commandLine(new TestConsole().console(), false).getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelps(String command) {
        assertEquals(CommandRunner.DONE, console.run(command, "--help"));
        assertTrue(console.out().contains("whence " + command), console.out());
        assertEquals(List.of(), console.errorLines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "figure"})
    void everyCommandIsListedWithASentenceOfItsOwn(String parent) {
        CommandLine whence = CommandRunner.commandLine(console.console(), false);
        CommandLine listing =
                parent.isEmpty() ? whence : whence.getSubcommands().get(parent);
        String list = listing.getHelp().commandList().replaceAll("\\s+", " ");
        for (CommandLine command : listing.getSubcommands().values()) {
            String first =
                    command.getCommandSpec().usageMessage().description()[0].replaceAll("\\s+", " ");
            assertTrue(list.contains(command.getCommandName() + " " + first), command.getCommandName() + " in " + list);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsDescribed(String command) {
        CommandLine found = CommandRunner.commandLine(console.console(), false)
                .getSubcommands()
                .get(command);
        for (OptionSpec option : found.getCommandSpec().options()) {
            assertTrue(option.description().length > 0, command + " " + option.longestName());
        }
    }

    @Test
    void versionGoesToStandardOutput() {
        assertEquals(CommandRunner.DONE, console.run("--version"));
        assertTrue(console.out().startsWith("whence "), console.out());
    }

    @Test
    void completionScriptKnowsTheCommands() {
        assertEquals(CommandRunner.DONE, console.run("generate-completion"));
        assertTrue(console.out().contains("_complete_whence"), console.out());
        assertTrue(console.out().contains("--subset-train"), "options are completed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-command",
                "attribute --no-such-option",
                "predict --model m.pt --data d --precision float16",
                "predict --model m.pt --data d --threads many",
                "attribute --model m.pt --train a --test b --set C",
                "methods superfluous",
            })
    void wrongUsageIsOneSentence(String line) {
        assertEquals(CommandRunner.REFUSED, console.run(line.split(" ")));
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        assertTrue(console.errorLines().get(0).contains("--help' shows what is possible."));
        assertEquals("", console.out());
    }

    @Test
    void aMissingClassifierIsNamed() {
        assertEquals(CommandRunner.REFUSED, console.run("attribute", "--train", "x", "--test", "y"));
        assertEquals(List.of("No classifier was given; name its file with --model."), console.errorLines());
        assertEquals("", console.out());
    }

    @Test
    void withoutACommandTheUsageIsExplained() {
        assertEquals(CommandRunner.REFUSED, console.run());
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict --model m.pt",
                "predict --model m.pt --data d --tensors t.npz",
                "predict --model m.pt --data d --resize tiny",
                "predict --model m.pt --data d --crop 0",
                "predict --model m.pt --data d --std 0",
                "predict --model m.pt --data d --channels 4",
                "predict --model m.pt --data d --threads 0",
                "predict --model m.pt --data d --device tpu",
                "predict --model m.pt --data d --classes nowhere.txt",
                "predict --model m.pt --data d --out no-such-folder/p.npz",
                "attribute --model m.pt --train a",
                "attribute --model m.pt --test a",
                "attribute --model m.pt --train a --test b --method palmistry",
                "attribute --model m.pt --train a --test b --target shirt",
                "attribute --model m.pt --train a --test b --top 0",
                "gui no-such-project.whence",
            })
    void badInputIsOneSentence(String line) {
        assertEquals(CommandRunner.REFUSED, console.run(line.split(" ")));
        assertEquals(1, console.errorLines().size(), console.errorLines().toString());
        assertTrue(
                console.errorLines().get(0).endsWith("."), console.errorLines().get(0));
        assertEquals("", console.out());
    }

    @Test
    void debugAddsTheStackTrace() {
        assertEquals(CommandRunner.REFUSED, console.run("predict", "--model", "m.pt", "--debug"));
        assertTrue(console.errorLines().size() > 5);
        assertTrue(console.errorLines().get(1).contains("BadInputException"));
    }

    @Test
    void methodsAsJsonIsOneObject() throws IOException {
        assertEquals(CommandRunner.DONE, console.run("methods", "--json"));
        assertTrue(new ObjectMapper().readTree(console.out()).path("methods").isArray());
        assertFalse(console.out().isBlank());
    }
}

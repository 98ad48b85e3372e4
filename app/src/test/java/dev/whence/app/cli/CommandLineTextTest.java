package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.app.cli.text.AttributionRequest;
import dev.whence.app.cli.text.CommandLineText;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Preprocessing.Interpolation;
import dev.whence.engine.data.Preprocessing.Resize;
import dev.whence.engine.data.Preprocessing.Size;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTextTest {

    private static final List<String> AWKWARD =
            List.of("plain.pt", "with space.pt", "-dash", "--odd", "it's", "a=b", "ünï/code", "dollar$HOME", "\"q\"");

    @TempDir
    Path cache;

    @Test
    void parsingTheTextGivesTheRequestBack() {
        Random random = new Random(20261122);
        for (int trial = 0; trial < 200; trial++) {
            AttributionRequest request = request(random);
            List<String> arguments = CommandLineText.attribute(request);
            assertEquals(request, parse(arguments), arguments.toString());
        }
    }

    @Test
    void awkwardWordsAreQuotedForTheShell() {
        assertEquals(
                "whence attribute '--model=with space.pt' '--set=it'\\''s' --target=3-5",
                CommandLineText.line(List.of("attribute", "--model=with space.pt", "--set=it's", "--target=3-5")));
    }

    private static AttributionRequest parse(List<String> arguments) {
        CommandLine commandLine = CommandRunner.commandLine(new TestConsole().console(), false);
        commandLine.parseArgs(arguments.toArray(String[]::new));
        AttributeCommand command = commandLine.getSubcommands().get("attribute").getCommand();
        return command.request();
    }

    private AttributionRequest request(Random random) {
        Map<String, String> settings = new TreeMap<>();
        IntStream.range(0, random.nextInt(3)).forEach(i -> settings.put("key" + i, word(random)));
        WorkspaceSpec spec = new WorkspaceSpec(
                Path.of(word(random)),
                source(random),
                source(random),
                preprocessing(random),
                maybe(random)
                        ? List.of()
                        : List.of("T-shirt/top", "with space", "'quoted'").subList(0, 1 + random.nextInt(3)),
                maybe(random) ? null : word(random),
                new ExecutionSettings(
                        maybe(random) ? "auto" : "gpu:" + random.nextInt(8),
                        maybe(random) ? Precision.FLOAT32 : Precision.FLOAT64,
                        1 + random.nextInt(16)),
                maybe(random) ? null : cache,
                maybe(random) ? 0 : random.nextLong());
        return new AttributionRequest(spec, "dualda", settings, target(random));
    }

    private static Preprocessing preprocessing(Random random) {
        Resize resize = maybe(random)
                ? null
                : maybe(random) ? new Resize.ShorterSide(side(random)) : new Resize.Exact(size(random));
        return new Preprocessing(
                maybe(random) ? null : maybe(random) ? 1 : 3,
                resize,
                Interpolation.values()[random.nextInt(3)],
                maybe(random) ? null : size(random),
                maybe(random) ? 1.0 / 255.0 : random.nextDouble(),
                numbers(random, -1),
                numbers(random, 0.01));
    }

    private static List<Double> numbers(Random random, double from) {
        int count = List.of(0, 1, 3).get(random.nextInt(3));
        return Arrays.stream(random.doubles(count, from, 1e3).toArray()).boxed().toList();
    }

    private static Target target(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Target.Predicted();
            case 1 -> new Target.Label();
            case 2 -> new Target.OfClass(random.nextInt(1000));
            default -> new Target.Contrast(random.nextInt(1000), random.nextInt(1000));
        };
    }

    private static DataSource source(Random random) {
        @Nullable String subset = maybe(random) ? null : "0-" + random.nextInt(2000) + ",5000";
        return new DataSource(Path.of(word(random)), maybe(random), subset);
    }

    private static Size size(Random random) {
        return new Size(side(random), side(random));
    }

    private static int side(Random random) {
        return 1 + random.nextInt(500);
    }

    private static String word(Random random) {
        return AWKWARD.get(random.nextInt(AWKWARD.size()));
    }

    private static boolean maybe(Random random) {
        return random.nextBoolean();
    }
}

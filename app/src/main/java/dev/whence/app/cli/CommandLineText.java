package dev.whence.app.cli;

import dev.whence.app.CacheFolder;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Preprocessing.Resize;
import dev.whence.engine.data.Preprocessing.Size;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command that repeats what the window did: "Copy as command". */
public final class CommandLineText {

    private final List<String> arguments = new ArrayList<>();

    private CommandLineText(String command) {
        arguments.add(command);
    }

    /** A request whose settings leave out what is at its default. */
    public static <S extends Record> AttributionRequest request(
            WorkspaceSpec spec, AttributionMethod<S> method, S settings, Target target) {
        SettingsSchema<S> schema = SettingsSchema.of(method.settingsType());
        Map<String, String> defaults = schema.format(schema.defaults());
        Map<String, String> changed = new TreeMap<>(schema.format(settings));
        changed.entrySet().removeIf(entry -> entry.getValue().equals(defaults.get(entry.getKey())));
        return new AttributionRequest(spec, method.id(), changed, target);
    }

    /**
     * The arguments of {@code whence attribute} that make the given request.
     *
     * @return without the name of the program; where to write to ({@code --out}, {@code --top}) is left to the user
     */
    public static List<String> attribute(AttributionRequest request) {
        CommandLineText text = new CommandLineText("attribute");
        WorkspaceSpec spec = request.spec();
        text.option("--model", spec.model().toString());
        if (!spec.checkpoints().isEmpty()) {
            text.option(
                    "--checkpoints",
                    spec.checkpoints().stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        text.data(spec.train(), "--train", "--train-tensors", "--subset-train");
        text.data(spec.test(), "--test", "--tensors", "--subset-test");
        text.preprocessing(spec.preprocessing());
        if (!spec.classNames().isEmpty()) {
            text.option("--classes", classNames(spec.classNames()));
        }
        text.optional("--layer", spec.layer());
        text.option("--method", request.method());
        request.settings().forEach((key, value) -> text.option("--set", key + "=" + value));
        text.option("--target", request.target().format());
        text.execution(spec.execution());
        if (spec.seed() != 0) {
            text.option("--seed", Long.toString(spec.seed()));
        }
        if (!Objects.equals(spec.cache(), CacheFolder.standard().orElse(null))) {
            text.option("--cache", spec.cache() == null ? "none" : spec.cache().toString());
        }
        return List.copyOf(text.arguments);
    }

    /** The whole line for a POSIX shell, the program's name included. */
    public static String line(List<String> arguments) {
        return "whence " + arguments.stream().map(CommandLineText::quoted).collect(Collectors.joining(" "));
    }

    private void data(@Nullable DataSource source, String images, String tensors, String subset) {
        if (source == null) {
            return;
        }
        option(source.tensors() ? tensors : images, source.path().toString());
        optional(subset, source.subset());
    }

    private void preprocessing(Preprocessing preprocessing) {
        Preprocessing none = Preprocessing.none();
        if (preprocessing.channels() != null) {
            option("--channels", preprocessing.channels().toString());
        }
        if (preprocessing.resize() instanceof Resize.ShorterSide side) {
            option("--resize", Integer.toString(side.pixels()));
        } else if (preprocessing.resize() instanceof Resize.Exact exact) {
            option("--resize", size(exact.size()));
        }
        if (preprocessing.interpolation() != none.interpolation()) {
            option("--interpolation", preprocessing.interpolation().name().toLowerCase(Locale.ROOT));
        }
        if (preprocessing.crop() != null) {
            option("--crop", size(preprocessing.crop()));
        }
        if (preprocessing.scale() != none.scale()) {
            option("--scale", Double.toString(preprocessing.scale()));
        }
        if (!preprocessing.mean().isEmpty()) {
            option("--mean", numbers(preprocessing.mean()));
        }
        if (!preprocessing.std().isEmpty()) {
            option("--std", numbers(preprocessing.std()));
        }
    }

    private void execution(ExecutionSettings execution) {
        ExecutionSettings defaults = ExecutionSettings.defaults();
        if (!execution.device().equals(defaults.device())) {
            option("--device", execution.device());
        }
        if (execution.precision() != defaults.precision()) {
            option("--precision", execution.precision().name().toLowerCase(Locale.ROOT));
        }
        if (execution.threads() != defaults.threads()) {
            option("--threads", Integer.toString(execution.threads()));
        }
    }

    private void option(String name, String value) {
        // One word, so that a value that looks like an option is never taken for one.
        arguments.add(name + "=" + value);
    }

    private void optional(String name, @Nullable String value) {
        if (value != null) {
            option(name, value);
        }
    }

    /** A single name keeps a comma, without which it would be read as the name of a file. */
    private static String classNames(List<String> names) {
        return names.size() == 1 ? names.get(0) + "," : String.join(",", names);
    }

    private static String size(Size size) {
        return size.height() + "," + size.width();
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(","));
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}

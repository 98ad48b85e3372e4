package dev.whence.app.cli.text;

import dev.whence.app.CacheFolder;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Preprocessing.Resize;
import dev.whence.engine.data.Preprocessing.Size;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import dev.whence.visualization.figure.FigurePreset;
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
        return new AttributionRequest(spec, method.id(), changed(method.settingsType(), settings), target);
    }

    /** A request whose settings leave out what is at its default. */
    public static <S extends Record> AttributionRequest request(WorkspaceSpec spec, MethodRun<S> run, Target target) {
        return request(spec, run.method(), run.settings(), target);
    }

    /** A request whose settings leave out what is at its default. */
    public static <S extends Record> HeatmapRequest request(
            WorkspaceSpec spec, HeatmapMethod<S> method, S settings, Target target) {
        return new HeatmapRequest(spec, method.id(), changed(method.settingsType(), settings), target);
    }

    /** A request whose settings leave out what is at its default. */
    public static XdaRequest request(AttributionRequest scores, LrpSettings relevance, String pairs) {
        return new XdaRequest(scores, changed(LrpSettings.class, relevance), pairs);
    }

    private static <S extends Record> Map<String, String> changed(Class<S> type, S settings) {
        SettingsSchema<S> schema = SettingsSchema.of(type);
        Map<String, String> defaults = schema.format(schema.defaults());
        Map<String, String> changed = new TreeMap<>(schema.format(settings));
        changed.entrySet().removeIf(entry -> entry.getValue().equals(defaults.get(entry.getKey())));
        return changed;
    }

    /**
     * The arguments of {@code whence attribute} that make the given request.
     *
     * @return without the name of the program; where to write to ({@code --out}, {@code --top}) is left to the user
     */
    public static List<String> attribute(AttributionRequest request) {
        CommandLineText text = new CommandLineText("attribute");
        text.workspace(request.spec(), "--test", request.spec().test());
        text.checkpoints(request.spec());
        text.attribution(request);
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence heatmap} that make the given request. */
    public static List<String> heatmap(HeatmapRequest request) {
        CommandLineText text = new CommandLineText("heatmap");
        text.explained(request);
        text.option("--target", request.target().format());
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence xda} that make the given request. */
    public static List<String> xda(XdaRequest request) {
        CommandLineText text = new CommandLineText("xda");
        text.workspace(
                request.attribution().spec(),
                "--test",
                request.attribution().spec().test());
        text.attribution(request.attribution());
        text.relevance(request.relevance());
        text.option("--pairs", request.pairs());
        return List.copyOf(text.arguments);
    }

    /**
     * The arguments of {@code whence figure da|xda|pair}.
     *
     * @param request whose {@code pairs} are not used
     */
    public static List<String> figure(String kind, XdaRequest request, FigureRequest figure) {
        CommandLineText text = new CommandLineText("figure");
        text.arguments.add(kind);
        text.workspace(
                request.attribution().spec(),
                "--test",
                request.attribution().spec().test());
        text.attribution(request.attribution());
        if (kind.equals("da")) {
            text.checkpoints(request.attribution().spec());
        } else {
            text.relevance(request.relevance());
            text.look(figure);
        }
        text.sized(figure);
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence figure decision}. */
    public static List<String> decisionFigure(HeatmapRequest request, FigureRequest figure) {
        CommandLineText text = new CommandLineText("figure");
        text.arguments.add("decision");
        text.explained(request);
        text.option("--target", request.target().format());
        text.look(figure);
        text.sized(figure);
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence figure targets}. */
    public static List<String> targetsFigure(HeatmapRequest request, List<Target> targets, FigureRequest figure) {
        CommandLineText text = new CommandLineText("figure");
        text.arguments.add("targets");
        text.explained(request);
        text.option("--targets", targets.stream().map(Target::format).collect(Collectors.joining(",")));
        text.look(figure);
        text.sized(figure);
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence figure dynamics --plot}. */
    public static List<String> dynamicsFigure(
            WorkspaceSpec spec,
            Path history,
            DynamicsChoice choice,
            FigurePreset preset,
            double fontPt,
            int dpi,
            String out) {
        CommandLineText text = new CommandLineText("figure");
        text.arguments.add("dynamics");
        text.option("--history", history.toString());
        text.option("--model", spec.model().toString());
        text.data(spec.train(), "--train", "--train-tensors", "--subset-train");
        text.data(spec.test(), "--test", "--tensors", "--subset-test");
        text.execution(spec.execution());
        text.seedAndCache(spec);
        text.option("--plot", choice.plot().id());
        text.option("--index", Integer.toString(choice.test()));
        if (choice.plot().isOfOneClass()) {
            text.option("--target", Integer.toString(choice.number()));
        }
        if (!choice.layer().isEmpty()) {
            text.option("--of-layer", choice.layer());
        }
        if (choice.plot() == DynamicsPlot.IMAGES) {
            text.option("--order", choice.order().id());
        }
        if (choice.step() >= 0) {
            text.option("--at", Integer.toString(choice.step()));
        }
        text.option("--preset", preset.name().toLowerCase(Locale.ROOT));
        text.option("--font", Double.toString(fontPt));
        text.option("--dpi", Integer.toString(dpi));
        text.option("--out", out);
        return List.copyOf(text.arguments);
    }

    /** The arguments of {@code whence figure compare}. */
    public static List<String> compareFigure(ComparisonRequest request, FigureRequest figure) {
        AttributionRequest first = request.runs().get(0);
        CommandLineText text = new CommandLineText("figure");
        text.arguments.add("compare");
        text.workspace(first.spec(), "--test", first.spec().test());
        text.checkpoints(first.spec());
        request.runs().forEach(text::method);
        text.option("--target", first.target().format());
        if (request.opponents()) {
            text.option("--side", "opponents");
        }
        if (request.matrix()) {
            text.arguments.add("--matrix");
        }
        if (!request.group().isEmpty()) {
            text.option("--group", request.group().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        text.sized(figure);
        return List.copyOf(text.arguments);
    }

    private void checkpoints(WorkspaceSpec spec) {
        if (!spec.checkpoints().isEmpty()) {
            option(
                    "--checkpoints",
                    spec.checkpoints().stream().map(Path::toString).collect(Collectors.joining(",")));
        }
    }

    private void explained(HeatmapRequest request) {
        workspace(request.spec(), "--data", request.spec().test());
        option("--method", request.method());
        request.settings().forEach((key, value) -> option("--set", key + "=" + value));
    }

    private void attribution(AttributionRequest request) {
        method(request);
        option("--target", request.target().format());
    }

    private void method(AttributionRequest request) {
        option("--method", request.method());
        request.settings().forEach((key, value) -> option("--set", key + "=" + value));
    }

    private void relevance(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            switch (key) {
                case "zero-bias" -> arguments.add("--zero-bias");
                case "rules", "merges" -> {
                    for (String part : value.split(";", -1)) {
                        option(key.equals("rules") ? "--rule" : "--merge", part.strip());
                    }
                }
                case "layer" -> option("--map-layer", value);
                default -> option("--" + key, value);
            }
        });
    }

    private void look(FigureRequest figure) {
        option("--cmap", figure.style().colours().name());
        option("--scale-by", figure.style().scale().label());
        option("--opacity", Double.toString(figure.style().opacity()));
        if (figure.style().smooth()) {
            arguments.add("--smooth");
        }
    }

    private void sized(FigureRequest figure) {
        option("--index", Integer.toString(figure.index()));
        if (figure.k() > 0) {
            option("--k", Integer.toString(figure.k()));
        }
        if (figure.train() >= 0) {
            option("--train-index", Integer.toString(figure.train()));
        }
        option("--preset", figure.preset().name().toLowerCase(Locale.ROOT));
        option("--font", Double.toString(figure.fontPt()));
        option("--dpi", Integer.toString(figure.dpi()));
        option("--out", figure.out());
    }

    private void workspace(WorkspaceSpec spec, String images, @Nullable DataSource test) {
        option("--model", spec.model().toString());
        data(spec.train(), "--train", "--train-tensors", "--subset-train");
        data(test, images, "--tensors", images.equals("--data") ? "--subset" : "--subset-test");
        preprocessing(spec.preprocessing());
        if (!spec.classNames().isEmpty()) {
            option("--classes", classNames(spec.classNames()));
        }
        optional("--layer", spec.layer());
        execution(spec.execution());
        seedAndCache(spec);
    }

    private void seedAndCache(WorkspaceSpec spec) {
        if (spec.seed() != 0) {
            option("--seed", Long.toString(spec.seed()));
        }
        if (!Objects.equals(spec.cache(), CacheFolder.standard().orElse(null))) {
            option("--cache", spec.cache() == null ? "none" : spec.cache().toString());
        }
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

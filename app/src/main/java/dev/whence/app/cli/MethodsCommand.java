package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapMethods;
import dev.whence.engine.settings.SettingDescriptor;
import dev.whence.engine.settings.SettingsSchema;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "methods", description = "List the attribution and heatmap methods and every setting of theirs.")
final class MethodsCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    MethodsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json) {
            ObjectNode root = JsonText.object();
            ArrayNode methods = root.putArray("methods");
            MethodRegistry.all().forEach(method -> describe(method, methods.addObject()));
            ArrayNode heatmaps = root.putArray("heatmap_methods");
            HeatmapMethods.all().forEach(method -> describe(method, heatmaps.addObject()));
            JsonText.print(console.out(), root);
        } else {
            console.out().println("Attribution methods (attribute, xda, figure)");
            console.out().println();
            MethodRegistry.all().forEach(this::print);
            console.out().println("Heatmap methods (heatmap, figure decision; lrp also xda)");
            console.out().println();
            HeatmapMethods.all().forEach(this::print);
        }
        return CommandRunner.DONE;
    }

    private void print(AttributionMethod<?> method) {
        PrintStream out = console.out();
        out.println(method.id() + "  (" + method.title() + ")");
        out.println("  " + method.summary());
        out.println("  Score: " + method.scoreMeaning());
        printSettings(method.settingsType());
    }

    private void print(HeatmapMethod<?> method) {
        console.out().println(method.id() + "  (" + method.title() + ")");
        console.out().println("  " + method.summary());
        printSettings(method.settingsType());
    }

    private void printSettings(Class<? extends Record> type) {
        PrintStream out = console.out();
        for (SettingDescriptor setting : SettingsSchema.of(type).settings()) {
            out.println("  --set " + setting.key() + "=" + setting.defaultValue() + "  " + domain(setting));
            out.println("        " + setting.label() + ". " + setting.help());
        }
        out.println();
    }

    private static void describe(AttributionMethod<?> method, ObjectNode json) {
        json.put("id", method.id());
        json.put("title", method.title());
        json.put("version", method.version());
        json.put("family", method.family().title());
        json.put("summary", method.summary());
        json.put("combines_checkpoints", method.usesCheckpoints());
        json.put("score_meaning", method.scoreMeaning());
        describe(method.settingsType(), json.putArray("settings"));
    }

    private static void describe(HeatmapMethod<?> method, ObjectNode json) {
        json.put("id", method.id());
        json.put("title", method.title());
        json.put("version", method.version());
        json.put("summary", method.summary());
        describe(method.settingsType(), json.putArray("settings"));
    }

    private static void describe(Class<? extends Record> type, ArrayNode settings) {
        for (SettingDescriptor setting : SettingsSchema.of(type).settings()) {
            ObjectNode node = settings.addObject();
            node.put("key", setting.key());
            node.put("type", typeName(setting));
            node.put("default", setting.defaultValue());
            node.put("label", setting.label());
            node.put("help", setting.help());
            node.put("unit", setting.unit());
            putBound(node, "min", setting.min());
            putBound(node, "max", setting.max());
            node.put("advanced", setting.advanced());
            ArrayNode choices = node.putArray("choices");
            setting.choices().forEach(choices::add);
        }
    }

    private static void putBound(ObjectNode node, String key, double bound) {
        if (Double.isInfinite(bound)) {
            node.putNull(key);
        } else {
            node.put(key, bound);
        }
    }

    private static String typeName(SettingDescriptor setting) {
        Class<?> type = setting.type();
        if (type.isEnum()) {
            return "choice";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == String.class) {
            return "text";
        }
        return type == double.class ? "number" : "integer";
    }

    private static String domain(SettingDescriptor setting) {
        StringBuilder text = new StringBuilder(typeName(setting));
        if (!setting.choices().isEmpty()) {
            text.append(' ').append(String.join("|", setting.choices()));
        }
        if (!Double.isInfinite(setting.min()) || !Double.isInfinite(setting.max())) {
            text.append(' ').append(bound(setting.min())).append(" to ").append(bound(setting.max()));
        }
        if (!setting.unit().isEmpty()) {
            text.append(", ").append(setting.unit());
        }
        return text.toString();
    }

    private static String bound(double bound) {
        if (Double.isInfinite(bound)) {
            return "any";
        }
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}

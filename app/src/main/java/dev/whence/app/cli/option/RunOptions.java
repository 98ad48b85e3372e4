package dev.whence.app.cli.option;

import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.workspace.MethodRun;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** One of several methods, with the settings that follow it. */
final class RunOptions {

    @Option(
            names = "--method",
            required = true,
            paramLabel = "ID",
            description = "An attribution method, repeatable; 'whence methods' lists them.")
    String method = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the method named before it, repeatable.")
    Map<String, String> settings = new LinkedHashMap<>();

    /**
     * @throws dev.whence.engine.BadInputException if the method is unknown or a setting cannot be used
     */
    MethodRun<?> run() {
        return MethodRun.of(MethodRegistry.byId(method), settings);
    }
}

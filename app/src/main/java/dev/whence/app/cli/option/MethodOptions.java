package dev.whence.app.cli.option;

import dev.whence.engine.attribution.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which method with which settings, and which class is explained. */
public final class MethodOptions {

    @Option(
            names = "--method",
            paramLabel = "ID",
            defaultValue = "dualda",
            description = "The attribution method; 'whence methods' lists them. Default: ${DEFAULT-VALUE}.")
    public String method = "dualda";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the method, repeatable; 'whence methods' lists them.")
    public Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    TargetOption explained = new TargetOption();

    public Target target() {
        return explained.target();
    }
}

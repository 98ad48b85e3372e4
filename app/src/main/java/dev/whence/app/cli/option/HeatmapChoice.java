package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.HeatmapMethods;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which heatmap method with which settings. */
public final class HeatmapChoice {

    private static final String LRP = "lrp";

    @Option(
            names = "--method",
            paramLabel = "ID",
            defaultValue = LRP,
            description =
                    "The heatmap method: lrp, gradient, input-x-gradient, x-gradient, integrated-gradients, smoothgrad,"
                            + " occlusion, expected-gradients. Default: ${DEFAULT-VALUE}.")
    String method = LRP;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the method, repeatable; 'whence methods' lists them.")
    Map<String, String> set = new LinkedHashMap<>();

    @Mixin
    RelevanceOptions relevance = new RelevanceOptions();

    public HeatmapMethod<?> chosen() {
        return HeatmapMethods.byId(method);
    }

    /**
     * The settings that are not left at their defaults.
     *
     * @throws BadInputException if options of lrp are given to another method
     */
    public Map<String, String> settings() {
        Map<String, String> options = relevance.settings();
        if (!options.isEmpty() && !chosen().id().equals(LRP)) {
            throw new BadInputException("--" + options.keySet().iterator().next()
                    + " belongs to the method lrp; leave it away or choose --method lrp.");
        }
        return RelevanceOptions.joined(options, set);
    }
}

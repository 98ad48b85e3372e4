package dev.whence.app.cli.option;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.relevance.HeatmapMethod;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** Which heatmap method with which settings, and which class is explained. */
public final class HeatmapOptions {

    @Mixin
    HeatmapChoice choice = new HeatmapChoice();

    @Mixin
    TargetOption explained = new TargetOption();

    public HeatmapMethod<?> chosen() {
        return choice.chosen();
    }

    public Target target() {
        return explained.target();
    }

    /**
     * The settings that are not left at their defaults.
     *
     * @throws dev.whence.engine.BadInputException if options of lrp are given to another method
     */
    public Map<String, String> settings() {
        return choice.settings();
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import java.util.List;

/**
 * What a comparison figure shows: the same image explained for several targets.
 *
 * @param targets in the order of drawing
 * @param caption method, settings and model, in sentences
 */
public record ComparisonPanel(TestImage test, List<Target> targets, HeatStyle style, String caption) {

    public ComparisonPanel {
        targets = List.copyOf(targets);
    }

    /**
     * @param explained the class in words
     * @param value what the map explains, such as a logit, in words; empty to leave it out
     */
    public record Target(String explained, String value, RelevanceMap map) {}
}

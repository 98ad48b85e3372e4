package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import java.util.List;

/**
 * What a decision figure shows: an image, the heatmap of the decision and the most probable classes.
 *
 * @param explained the explained class in words
 * @param classes the most probable first; may be empty
 * @param caption method, settings and model, in sentences
 */
public record DecisionPanel(
        TestImage test,
        String explained,
        RelevanceMap decision,
        List<ClassShare> classes,
        HeatStyle style,
        String caption) {

    public DecisionPanel {
        classes = List.copyOf(classes);
    }

    /**
     * @param name of a class
     * @param probability 0 to 1
     */
    public record ClassShare(String name, double probability) {}
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;

/**
 * What a pair figure shows: one training image, the test image, and the features that connect them.
 *
 * @param explained the explained class in words
 * @param pair both heatmaps
 * @param caption method, settings and model, in sentences
 */
public record PairPanel(
        TestImage test,
        TrainingImage training,
        String explained,
        XdaPanel.Pair pair,
        HeatStyle style,
        String caption) {}

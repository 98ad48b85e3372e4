package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import java.util.List;

/**
 * What a dynamics figure shows: how one number of a test image came about in training.
 *
 * @param explained the number in words
 * @param actual the network's number before each step and at the end, {@code [steps + 1]}
 * @param reconstruction the same put together step by step from loss gradients and weight decay
 * @param predicted the last of them put together from the contributions of the images
 * @param byClass contributions of each step by class of the training image, the classes worth a colour of their own
 * @param kernel change by loss gradients in each step, {@code [steps]}
 * @param regularisation change by weight decay in each step, {@code [steps]}
 * @param byParameter change by loss gradients in each step through each parameter
 * @param style of pictures
 * @param caption method, settings and model, in sentences
 */
public record DynamicsPanel(
        TestImage test,
        String explained,
        double[] actual,
        double[] reconstruction,
        double predicted,
        List<Series> byClass,
        double[] kernel,
        double[] regularisation,
        List<Series> byParameter,
        HeatStyle style,
        String caption) {

    public DynamicsPanel {
        byClass = List.copyOf(byClass);
        byParameter = List.copyOf(byParameter);
    }

    /**
     * @param name in the legend
     * @param values one for each step; shared, not to be written to
     */
    public record Series(String name, double[] values) {}
}

package dev.whence.visualization.dynamics;

import dev.whence.visualization.chart.StripPlot;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Training images through time, as many as fit on paper. */
public final class StripPlots {

    private StripPlots() {}

    /**
     * The first strips of an order.
     *
     * @param className of the number
     * @param step by which they are sorted if the order follows the step
     * @param rows most strips
     * @param label class of an image
     * @param name of an image's class
     */
    public static StripPlot of(
            NumberStory number,
            String className,
            StripOrder order,
            int step,
            int rows,
            IntUnaryOperator label,
            IntFunction<String> name) {
        List<Integer> sorted = order.sorted(number, step, label);
        List<StripPlot.Row> shown = sorted.stream()
                .limit(rows)
                .map(image -> new StripPlot.Row(image, name.apply(image), number.running(image), number.seen(image)))
                .toList();
        double largest = number.largest() > 0 ? number.largest() : 1;
        return new StripPlot(
                shown,
                sorted.size(),
                largest,
                number.steps(),
                "What training images have given to \u201c" + className + "\u201d by each step",
                "logit");
    }
}

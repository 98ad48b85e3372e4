package dev.whence.visualization.dynamics;

import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.attribution.pathkernel.NumberCourse;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.chart.StepPlot.Kind;
import dev.whence.visualization.chart.StepPlot.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is drawn of a training: the plots of the ExPLAIND paper (section 6 of its experiments) for one test image. */
public final class DynamicsPlots {

    /** More classes than this are put together. */
    private static final int MOST_CLASSES = 10;

    private static final int SMOOTHING = 5;
    private static final int GREY = 9;

    private DynamicsPlots() {}

    /**
     * Loss and accuracy of each batch, before its step, beside those of the test images; the learning rates if the history
     * tells no losses and nothing is known of test images.
     *
     * @param tests how the test images did in some states; null if that is not known
     */
    public static StepPlot loss(TrainingHistory history, @Nullable TestCourse tests) {
        int steps = history.steps();
        double[] loss = IntStream.range(0, steps).mapToDouble(history::loss).toArray();
        double[] accuracy =
                IntStream.range(0, steps).mapToDouble(history::accuracy).toArray();
        double[] testLoss = tests == null ? new double[0] : places(tests.states(), tests.loss(), steps);
        double[] testAccuracy = tests == null ? new double[0] : places(tests.states(), tests.accuracy(), steps);
        List<Line> lines = new ArrayList<>();
        if (known(loss)) {
            lines.add(Line.of("training loss", 0, loss, steps).startingAt(0));
        }
        if (known(testLoss)) {
            lines.add(Line.of("test loss", 1, testLoss, steps).overGaps());
        }
        if (lines.isEmpty()) {
            return learningRate(
                    IntStream.range(0, steps).mapToDouble(history::learningRate).toArray());
        }
        if (known(accuracy)) {
            lines.add(Line.of("training accuracy", 2, accuracy, steps)
                    .startingAt(0)
                    .onTheRight());
        }
        if (known(testAccuracy)) {
            lines.add(
                    Line.of("test accuracy", 3, testAccuracy, steps).overGaps().onTheRight());
        }
        boolean both = lines.stream().anyMatch(Line::right);
        String words =
                tests == null ? "Loss and accuracy of each batch" : "Loss and accuracy of batches and test images";
        return new StepPlot(words, "loss", both ? "accuracy" : "", Kind.LINES, lines);
    }

    private static boolean known(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }

    /** Values of some states as one for each place, unknown between them. */
    private static double[] places(int[] states, double[] values, int steps) {
        double[] all = new double[steps + 1];
        Arrays.fill(all, Double.NaN);
        for (int i = 0; i < states.length; i++) {
            all[states[i]] = values[i];
        }
        return all;
    }

    private static StepPlot learningRate(double[] rates) {
        Line line = Line.of("learning rate (no losses were recorded)", 0, rates, rates.length)
                .startingAt(0);
        return new StepPlot("Learning rate of each step", "learning rate", "", Kind.LINES, List.of(line));
    }

    /**
     * What each class of training images contributed to a number, the largest nearest to zero.
     *
     * @param running whether contributions add up over the steps
     */
    public static StepPlot classes(TrainingStory story, NumberStory number, boolean running) {
        int steps = story.steps();
        double[][] byClass = number.byClass(story.dynamics().course().labels(), story.classes());
        double[][] sums = Arrays.stream(byClass).map(DynamicsPlots::running).toArray(double[][]::new);
        Integer[] order = IntStream.range(0, sums.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer c) -> -Math.abs(sums[c][steps])));
        List<Line> lines = new ArrayList<>();
        double[] others = new double[running ? steps + 1 : steps];
        for (int i = 0; i < order.length; i++) {
            int c = order[i];
            double[] values = running ? sums[c] : byClass[c];
            if (order.length <= MOST_CLASSES || i < MOST_CLASSES - 1) {
                lines.add(Line.of(story.classNames().get(c), order.length <= MOST_CLASSES ? c : i, values, steps));
            } else {
                for (int s = 0; s < values.length; s++) {
                    others[s] += values[s];
                }
            }
        }
        if (order.length > MOST_CLASSES) {
            lines.add(Line.of("other classes", GREY, others, steps));
        }
        return StepPlot.stacked(
                "What each class of training images "
                        + (running ? "has given to \u201c" : "gave to \u201c")
                        + story.classNames().get(number.number())
                        + (running ? "\u201d so far" : "\u201d in each step"),
                "logit",
                lines);
    }

    /** How far each layer moved all outputs in each step. */
    public static StepPlot layers(TrainingStory story) {
        double[][] moved = magnitudes(story, true);
        List<Line> lines = new ArrayList<>();
        for (int layer = 0; layer < moved.length; layer++) {
            lines.add(Line.of(story.layers().names().get(layer), layer, smoothed(moved[layer]), story.steps()));
        }
        return StepPlot.lines("Influence of each layer's parameters", "|logits|", lines);
    }

    /**
     * How far gradients and decay moved all outputs.
     *
     * @param ratio whether the one is divided by the other, layer by layer, rather than both shown with their difference
     */
    public static StepPlot balance(TrainingStory story, boolean ratio) {
        double[][] kernel = magnitudes(story, true);
        double[][] decay = magnitudes(story, false);
        int steps = story.steps();
        List<Line> lines = new ArrayList<>();
        if (ratio) {
            for (int layer = 0; layer < kernel.length; layer++) {
                double[] ratios = new double[steps];
                for (int s = 0; s < steps; s++) {
                    ratios[s] = decay[layer][s] > 0 ? kernel[layer][s] / decay[layer][s] : Double.NaN;
                }
                lines.add(Line.of(story.layers().names().get(layer), layer, ratios, steps));
            }
            return new StepPlot("Gradients over decay", "gradients / decay", "", Kind.LOGARITHMIC, lines);
        }
        double[] gradients = total(kernel, steps);
        double[] decays = total(decay, steps);
        double[] difference = new double[steps];
        Arrays.setAll(difference, s -> gradients[s] - decays[s]);
        lines.add(Line.of("loss gradients", 0, gradients, steps));
        lines.add(Line.of("weight decay", 1, decays, steps));
        lines.add(Line.of("difference", GREY, difference, steps).inDashes());
        return StepPlot.lines("Movement by gradients and by decay", "|logits|", lines);
    }

    /** The length of each layer's parameters. */
    public static StepPlot norms(TrainingStory story) {
        double[][] byParameter = story.dynamics().course().parameterNorms();
        int width = story.steps() + 1;
        double[][] squares = new double[story.layers().size()][width];
        for (int p = 0; p < byParameter.length; p++) {
            double[] sums = squares[story.layers().layerOf().get(p)];
            for (int s = 0; s < width; s++) {
                sums[s] += byParameter[p][s] * byParameter[p][s];
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int layer = 0; layer < squares.length; layer++) {
            double[] norms = Arrays.stream(squares[layer]).map(Math::sqrt).toArray();
            lines.add(Line.of(story.layers().names().get(layer), layer, norms, story.steps()));
        }
        double[] sum = new double[width];
        for (double[] norms : byParameter) {
            for (int s = 0; s < width; s++) {
                sum[s] += norms[s];
            }
        }
        lines.add(Line.of("sum over all weights and biases", GREY, sum, story.steps())
                .onTheRight()
                .inDashes());
        return new StepPlot("Length of each layer's parameters", "norm", "sum of norms", Kind.LINES, lines);
    }

    /** The network's own outputs and those put together from their parts; of many, the largest. */
    public static StepPlot reconstruction(TrainingStory story) {
        List<Integer> outputs = largest(story);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            NumberCourse course = story.dynamics().course(outputs.get(i));
            String name = story.classNames().get(outputs.get(i));
            lines.add(Line.of(name, i, course.actual(), story.steps()));
        }
        for (int i = 0; i < outputs.size(); i++) {
            NumberCourse course = story.dynamics().course(outputs.get(i));
            String name = story.classNames().get(outputs.get(i)) + ", from its parts";
            lines.add(Line.of(name, i, course.reconstruction(), story.steps()).inDashes());
        }
        return StepPlot.lines(
                "Outputs of the network and their reconstruction" + chosen(story, outputs), "logit", lines);
    }

    /** What the averaged gradients miss of each output's change in each step before the step is closed. */
    public static StepPlot residual(TrainingStory story) {
        List<Integer> outputs = largest(story);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            NumberCourse course = story.dynamics().course(outputs.get(i));
            lines.add(Line.of(story.classNames().get(outputs.get(i)), i, course.residual(), story.steps()));
        }
        return StepPlot.lines(
                "What averaged gradients miss in each step before it is closed" + chosen(story, outputs),
                "logit",
                lines);
    }

    /** All outputs, or those that are largest after training, in the order of the classes. */
    private static List<Integer> largest(TrainingStory story) {
        return IntStream.range(0, story.classes())
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -story.dynamics().actual(c)))
                .limit(MOST_CLASSES)
                .sorted()
                .toList();
    }

    private static String chosen(TrainingStory story, List<Integer> outputs) {
        return outputs.size() < story.classes() ? ", the " + outputs.size() + " largest of " + story.classes() : "";
    }

    /** The sum over outputs of the magnitude of each layer's part, by layer and step. */
    private static double[][] magnitudes(TrainingStory story, boolean gradients) {
        double[][] sums = new double[story.layers().size()][story.steps()];
        for (int c = 0; c < story.classes(); c++) {
            NumberCourse course = story.dynamics().course(c);
            double[][] own = story.layers().sums(gradients ? course.kernel() : course.regularisation());
            for (int layer = 0; layer < own.length; layer++) {
                for (int s = 0; s < own[layer].length; s++) {
                    sums[layer][s] += Math.abs(own[layer][s]);
                }
            }
        }
        return sums;
    }

    private static double[] total(double[][] byLayer, int steps) {
        double[] total = new double[steps];
        for (double[] own : byLayer) {
            for (int s = 0; s < steps; s++) {
                total[s] += own[s];
            }
        }
        return total;
    }

    private static double[] running(double[] steps) {
        double[] sums = new double[steps.length + 1];
        for (int s = 0; s < steps.length; s++) {
            sums[s + 1] = sums[s] + steps[s];
        }
        return sums;
    }

    /** The mean of the last few values, as in the paper's plots. */
    private static double[] smoothed(double[] values) {
        double[] means = new double[values.length];
        double sum = 0;
        for (int s = 0; s < values.length; s++) {
            sum += values[s] - (s >= SMOOTHING ? values[s - SMOOTHING] : 0);
            means[s] = sum / Math.min(SMOOTHING, s + 1);
        }
        return means;
    }
}

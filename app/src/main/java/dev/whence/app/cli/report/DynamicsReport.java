package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.ExplainedOutputs;
import dev.whence.engine.attribution.pathkernel.NumberCourse;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code whence dynamics} writes and prints. */
public final class DynamicsReport {

    private static final int NAMED_IMAGES = 3;

    private static final int PRINTED_NUMBERS = 20;

    private final Console console;
    private final Dynamics dynamics;
    private final ImageDataset train;
    private final ImageDataset test;
    private final List<String> classNames;

    public DynamicsReport(Console console, Workspace opened, Dynamics dynamics) {
        this.console = console;
        this.dynamics = dynamics;
        this.train = opened.images(Split.TRAIN);
        this.test = opened.images(Split.TEST);
        this.classNames = opened.classNames();
    }

    /** All arrays of the output file by name; numbers lie side by side along the last two axes. */
    public Map<String, Tensor> arrays() {
        int steps = dynamics.info().steps();
        int groups = dynamics.info().groups().size();
        int images = dynamics.info().images();
        int numbers = dynamics.info().outputs().size();
        Columns single = new Columns(1, numbers);
        Columns predicted = new Columns(1, numbers);
        Columns actual = new Columns(1, numbers);
        Columns perImage = new Columns(images, numbers);
        Columns perStep = new Columns(steps, numbers);
        Columns perGroup = new Columns(groups, numbers);
        Columns decay = new Columns(steps, numbers);
        Columns residual = new Columns(steps, numbers);
        Columns course = new Columns(steps + 1, numbers);
        for (int j = 0; j < numbers; j++) {
            NumberCourse own = dynamics.course(j);
            single.put(j, own.actual()[0]);
            predicted.put(j, dynamics.predicted(j));
            actual.put(j, own.actual()[steps]);
            perImage.put(j, widened(dynamics.contributions(j).total()));
            perStep.put(j, own.kernelPerStep());
            perGroup.put(j, dynamics.byGroup(j));
            decay.put(j, own.regularisationPerStep());
            residual.put(j, own.residual());
            course.put(j, own.actual());
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("initial", shaped(single, false));
        arrays.put("predicted", shaped(predicted, false));
        arrays.put("actual", shaped(actual, false));
        arrays.put("per_image", shaped(perImage, true));
        arrays.put("per_step", shaped(perStep, true));
        arrays.put("per_group", shaped(perGroup, true));
        arrays.put("regularisation", shaped(decay, true));
        arrays.put("residual", shaped(residual, true));
        arrays.put("actual_by_step", shaped(course, true));
        arrays.put("target", targets(dynamics.info().outputs().positive()));
        arrays.put("target_against", targets(dynamics.info().outputs().negative()));
        arrays.put("update_error", Tensor.of(dynamics.course().updateError(), steps));
        arrays.put(
                "points",
                Tensor.of(
                        Arrays.stream(dynamics.course().points()).asLongStream().toArray(), steps));
        return arrays;
    }

    private Tensor targets(int[] classes) {
        ExplainedOutputs outputs = dynamics.info().outputs();
        return Tensor.of(Arrays.stream(classes).asLongStream().toArray(), outputs.tests(), outputs.perTest());
    }

    private Tensor shaped(Columns columns, boolean leading) {
        ExplainedOutputs outputs = dynamics.info().outputs();
        return leading
                ? Tensor.of(columns.values, columns.rows, outputs.tests(), outputs.perTest())
                : Tensor.of(columns.values, outputs.tests(), outputs.perTest());
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    public void print(@Nullable Path out, boolean json) {
        int numbers = dynamics.info().outputs().size();
        double mean = 0;
        double open = 0;
        for (int j = 0; j < numbers; j++) {
            NumberCourse own = dynamics.course(j);
            mean += Math.abs(dynamics.predicted(j) - dynamics.actual(j)) / numbers;
            open += Math.abs(Arrays.stream(own.residual()).sum()) / numbers;
        }
        if (json) {
            printJson(out, mean, open);
            return;
        }
        for (int j = 0; j < numbers && out == null && j < PRINTED_NUMBERS; j++) {
            console.out().println(line(j));
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%d numbers of %d images over %d steps; mean |reconstruction - network| %.3g, %.3g before closing",
                        numbers,
                        dynamics.info().outputs().tests(),
                        dynamics.info().steps(),
                        mean,
                        open));
        console.out().println(String.join("; ", dynamics.info().choices()));
        if (out != null) {
            console.out().println("written to " + out);
        }
    }

    private String line(int number) {
        ExplainedOutputs outputs = dynamics.info().outputs();
        Ranking ranking =
                dynamics.contributions(number).rankingUntil(dynamics.info().steps());
        double decay =
                Arrays.stream(dynamics.course(number).regularisationPerStep()).sum();
        double before = dynamics.initial(number);
        return String.format(
                Locale.ROOT,
                "test %d %s\t%s\t%.4g: %.4g at first, %+.4g by decay, %+.4g by images\tmost %s\tleast %s",
                number / outputs.perTest(),
                test.name(number / outputs.perTest()),
                ImageWords.className(classNames, outputs.positive()[number]),
                dynamics.predicted(number),
                before,
                decay,
                dynamics.predicted(number) - before - decay,
                named(ranking.proponents()),
                named(ranking.opponents()));
    }

    private String named(List<Ranking.Entry> entries) {
        return String.join(
                ", ",
                entries.stream()
                        .limit(NAMED_IMAGES)
                        .map(entry -> String.format(Locale.ROOT, "%s %+.3g", train.name(entry.train()), entry.score()))
                        .toList());
    }

    private void printJson(@Nullable Path out, double mean, double open) {
        ObjectNode root = JsonText.object();
        root.put("steps", dynamics.info().steps());
        root.put("numbers", dynamics.info().outputs().size());
        root.put("mean_error", mean);
        root.put("mean_error_before_closing", open);
        root.put(
                "update_error",
                Arrays.stream(dynamics.course().updateError()).max().orElse(0));
        ArrayNode choices = root.putArray("choices");
        dynamics.info().choices().forEach(choices::add);
        if (out != null) {
            root.put("out", out.toString());
        }
        JsonText.print(console.out(), root);
    }

    /** Columns of numbers, written as rows. */
    private static final class Columns {

        private final int rows;
        private final int columns;
        private final float[] values;

        Columns(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            this.values = new float[Math.multiplyExact(rows, columns)];
        }

        void put(int column, double... own) {
            for (int r = 0; r < rows; r++) {
                values[r * columns + column] = (float) own[r];
            }
        }
    }
}

package dev.whence.app.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.NumberCourse;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.DynamicsPanel;
import dev.whence.visualization.figure.panel.DynamicsPanel.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What figures of training dynamics show; the window's export and the command line use the same. */
public final class DynamicsPanels {

    /** So many series have a colour of their own; the rest is joined. */
    private static final int SHOWN = 9;

    private final Workspace opened;
    private final HeatStyle style;

    public DynamicsPanels(Workspace opened, HeatStyle style) {
        this.opened = opened;
        this.style = style;
    }

    /**
     * One number of one test image.
     *
     * @param index position of the test image
     * @param number place of the number among those explained
     */
    public DynamicsPanel panel(Dynamics dynamics, int index, int number, Progress progress) {
        NumberCourse course = dynamics.course(number);
        List<String> classNames = opened.classNames();
        double[][] classes =
                dynamics.contributions(number).byClass(dynamics.course().labels(), classNames.size());
        List<Series> byClass = IntStream.range(0, classes.length)
                .mapToObj(c -> new Series(classNames.get(c), classes[c]))
                .toList();
        List<String> groups = dynamics.info().groups();
        List<Series> byParameter = IntStream.range(0, groups.size())
                .mapToObj(g -> new Series(groups.get(g), column(course.kernel(), g)))
                .toList();
        return new DynamicsPanel(
                ExplanationPanel.test(opened, opened::seen, index, progress),
                ExplanationPanel.explained(
                        opened,
                        dynamics.info().outputs().positive()[number],
                        dynamics.info().outputs().negative()[number]),
                course.actual(),
                course.reconstruction(),
                dynamics.predicted(number),
                largest(byClass),
                course.kernelPerStep(),
                course.regularisationPerStep(),
                largest(byParameter),
                style,
                "Exact path kernel, " + String.join(", ", dynamics.info().choices()) + ". "
                        + ExplanationPanel.model(opened.classifier()));
    }

    /** From what the figure was computed, as JSON. */
    public String provenance(HistoryFolder history, Dynamics dynamics, int index, String target) {
        Manifest manifest = new Manifest("figure dynamics");
        manifest.describeTrainAndTest(opened);
        ObjectNode root = manifest.root();
        root.put("history", String.valueOf(history.folder().getFileName()));
        root.put("target", target);
        root.put("test_index", index);
        root.put("test_image", opened.images(Split.TEST).id(index));
        dynamics.info().choices().forEach(root.putArray("choices")::add);
        return JsonText.of(root);
    }

    private static double[] column(double[][] rows, int column) {
        double[] values = new double[rows.length];
        for (int s = 0; s < values.length; s++) {
            values[s] = rows[s][column];
        }
        return values;
    }

    /** The series with the largest sums of magnitudes in their own order, all others as one. */
    private static List<Series> largest(List<Series> all) {
        if (all.size() <= SHOWN + 1) {
            return all;
        }
        List<Series> kept = all.stream()
                .sorted(Comparator.comparingDouble(DynamicsPanels::magnitude).reversed())
                .limit(SHOWN)
                .toList();
        List<Series> shown = new ArrayList<>();
        double[] rest = new double[all.get(0).values().length];
        for (Series series : all) {
            if (kept.contains(series)) {
                shown.add(series);
            } else {
                for (int s = 0; s < rest.length; s++) {
                    rest[s] += series.values()[s];
                }
            }
        }
        shown.add(new Series("others", rest));
        return shown;
    }

    private static double magnitude(Series series) {
        double sum = 0;
        for (double value : series.values()) {
            sum += Math.abs(value);
        }
        return sum;
    }
}

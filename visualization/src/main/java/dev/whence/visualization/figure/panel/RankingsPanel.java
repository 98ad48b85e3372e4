package dev.whence.visualization.figure.panel;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.comparison.RankedRow;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a figure of compared rankings shows: the same decision, or several together, explained by two or more runs.
 *
 * @param tests the explained images, one or more; not all of many are drawn
 * @param testCount how many are explained
 * @param explained the explained class in words
 * @param opponents whether the most negative scores are compared instead of the most positive ones
 * @param rows the runs from top to bottom
 * @param steps from each row to the next, one less than rows
 * @param matrix of agreement; null to leave it out
 * @param trainSize all scored training images
 * @param caption model and methods, in sentences
 */
public record RankingsPanel(
        List<TestImage> tests,
        int testCount,
        String explained,
        boolean opponents,
        List<Row> rows,
        List<Step> steps,
        @Nullable Matrix matrix,
        int trainSize,
        PictureTone tone,
        String caption) {

    public RankingsPanel {
        tests = List.copyOf(tests);
        rows = List.copyOf(rows);
        steps = List.copyOf(steps);
        if (tests.isEmpty() || rows.size() < 2 || steps.size() != rows.size() - 1) {
            throw new IllegalArgumentException(
                    rows.size() + " rows, " + steps.size() + " steps, " + tests.size() + " images");
        }
    }

    /**
     * One run.
     *
     * @param row its ranking, the images that are drawn first
     * @param images the same with their pictures, in the same order
     * @param ranks of every training image on this side, 1 for the first, 0 for those on the other side
     */
    public record Row(RankedRow row, List<TrainingImage> images, int[] ranks) {

        public Row {
            images = List.copyOf(images);
        }
    }

    /**
     * What one row has to do with the next.
     *
     * @param spearman rank correlation over all training images; NaN if not defined
     * @param common images that are among the strongest of both
     * @param possible how many there could be
     */
    public record Step(double spearman, int common, int possible) {}

    /**
     * @param values mean rank correlation of each pair of runs, {@code [runs][runs]}
     * @param over the test images, in words
     */
    public record Matrix(double[][] values, String over) {}
}

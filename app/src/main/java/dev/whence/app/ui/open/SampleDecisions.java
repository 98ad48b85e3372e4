package dev.whence.app.ui.open;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is decided on a few test images: wrong preprocessing shows in nothing else.
 *
 * @param images positions among the readable test images, spread over all of them
 * @param labelled how many of them have a label
 * @param right how many of these are decided as labelled
 */
public record SampleDecisions(List<Integer> images, int labelled, int right) {

    private static final int MOST = 10;

    public SampleDecisions {
        images = List.copyOf(images);
    }

    /** Sends a few test images through the network. */
    static SampleDecisions of(Workspace workspace, Progress progress) {
        progress.stage("Deciding a few test images");
        int all = workspace.images(Split.TEST).size();
        int count = Math.min(MOST, all);
        int[] images = IntStream.range(0, count)
                .map(i -> (int) ((long) i * all / count))
                .toArray();
        Representations decided = workspace.glance(Split.TEST, images, progress);
        int labelled = 0;
        int right = 0;
        for (int i = 0; i < count; i++) {
            long label = decided.labels().longs()[i];
            labelled += label >= 0 ? 1 : 0;
            right += label >= 0 && label == decided.predicted(i) ? 1 : 0;
        }
        return new SampleDecisions(IntStream.of(images).boxed().toList(), labelled, right);
    }

    /** Whether so few are right that the preprocessing or the order of the classes should be looked at. */
    boolean suspicious() {
        return labelled >= MOST / 2 && right * 2 < labelled;
    }

    /** For example {@code "9 of these 10 test images are decided as labelled."}. */
    String sentence() {
        if (labelled == 0) {
            return "These test images have no labels to compare the decisions with.";
        }
        String counted = right + " of these " + labelled + (labelled < images.size() ? " labelled" : "")
                + (labelled == 1 ? " test image " : " test images ") + (right == 1 ? "is" : "are")
                + " decided as labelled";
        return counted
                + (suspicious()
                        ? "; if the classifier is known to do better, check the preprocessing and the order of the classes."
                        : ".");
    }
}

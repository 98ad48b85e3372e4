package dev.whence.app.ui.explore;

import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Explanation;
import java.util.HashMap;
import java.util.Map;

/** What the middle of the Explore view has to show. */
public sealed interface Outcome {

    /** Nothing is open or nothing is selected. */
    record Nothing() implements Outcome {}

    /**
     * Work is under way.
     *
     * @param sentence what is being done
     */
    record Working(String sentence) implements Outcome {}

    /**
     * @param explanation of the selected image
     * @param pictures of the training images with the largest scores on either side, by position
     * @param trainSize number of training images; more than were scored while work is still under way
     */
    record Explained(Explanation explanation, Map<Integer, Picture> pictures, int trainSize) implements Outcome {
        public Explained {
            pictures = Map.copyOf(pictures);
        }

        /** The same with one more picture. */
        Explained with(int train, Picture picture) {
            Map<Integer, Picture> more = new HashMap<>(pictures);
            more.put(train, picture);
            return new Explained(explanation, more, trainSize);
        }

        /** Whether only a part of the training images is ranked so far. */
        public boolean isPartial() {
            return explanation.scored() < trainSize;
        }

        /** For example {@code "Ranked over 31 % of the training images so far"}. */
        public String soFar() {
            return "Ranked over " + 100L * explanation.scored() / trainSize + " % of the training images so far";
        }
    }

    /**
     * There is no result.
     *
     * @param sentence why, and what to do
     * @param failed whether something went wrong, in contrast to being stopped on purpose
     */
    record Missing(String sentence, boolean failed) implements Outcome {}
}

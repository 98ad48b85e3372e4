package dev.whence.visualization.dynamics;

import dev.whence.engine.attribution.pathkernel.Dynamics;
import java.util.List;

/**
 * The explained training of one test image: all outputs of the network, one explained number for each class.
 *
 * @param dynamics stays open as long as the story is on display
 * @param test position of the test image
 */
public record TrainingStory(Dynamics dynamics, int test, Layers layers) {

    public static TrainingStory of(Dynamics dynamics, int test) {
        return new TrainingStory(dynamics, test, Layers.of(dynamics.info().groups()));
    }

    public int steps() {
        return dynamics.info().steps();
    }

    public int classes() {
        return dynamics.info().outputs().perTest();
    }

    public List<String> classNames() {
        return dynamics.info().classNames();
    }

    /** The class that the network decides for after training. */
    public int predicted() {
        int best = 0;
        for (int c = 1; c < classes(); c++) {
            if (dynamics.actual(c) > dynamics.actual(best)) {
                best = c;
            }
        }
        return best;
    }
}

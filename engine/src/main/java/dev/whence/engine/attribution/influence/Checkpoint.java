package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.model.Network;
import java.util.List;

/**
 * One state of the classifier and the parameters that take part.
 *
 * @param parameters names in the order of a gradient's entries
 * @param number position among the task's checkpoints
 */
record Checkpoint(AttributionTask task, Network network, List<String> parameters, int number) {

    /** Gradients by these parameters. Close it. */
    GradientRows gradients() {
        return new GradientRows(task.requiredEngine(), network, task.finalLayer(), parameters);
    }

    /** How many entries a gradient has. */
    long values() {
        return parameters.stream()
                .mapToLong(name -> network.tensor(name).size())
                .sum();
    }

    /** How many of the first training images a setting means, 0 for all. */
    int images(int setting) {
        int all = task.train().size();
        return setting == 0 ? all : Math.min(setting, all);
    }
}

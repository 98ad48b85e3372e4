package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of an ensemble with a projection for each: every checkpoint once, or as often as thinned networks are drawn
 * from it.
 */
final class Members {

    /** Makes the projection of one member. */
    @FunctionalInterface
    interface Projections {

        /**
         * @param member position in the ensemble
         * @param parameters length of a gradient
         */
        Projection of(int member, int parameters);
    }

    private final AttributionTask task;
    private final List<Network> networks;
    private final Projections projections;

    Members(AttributionTask task, List<Network> networks, Projections projections) {
        this.task = task;
        this.networks = List.copyOf(networks);
        this.projections = projections;
    }

    static Members of(AttributionTask task, TrakSettings settings) {
        List<Network> networks = new ArrayList<>();
        for (Network checkpoint : task.checkpoints()) {
            if (settings.dropout() == 0) {
                networks.add(checkpoint);
                continue;
            }
            for (int member = 0; member < settings.members(); member++) {
                long seed = SplitMix.stream(task.seed(), networks.size());
                networks.add(DropoutEnsemble.thinned(checkpoint, settings.dropout(), seed));
            }
        }
        return new Members(
                task,
                networks,
                (member, parameters) -> Projection.of(
                        task.requiredEngine(),
                        settings.projection().kind(parameters, settings.dimensions()),
                        parameters,
                        settings.dimensions(),
                        task.seed() + 100_000L * member));
    }

    int size() {
        return networks.size();
    }

    Network network(int member) {
        return networks.get(member);
    }

    Projection projection(int member, int parameters) {
        return projections.of(member, parameters);
    }

    /** What a member makes of the training images, {@code [n, classes]}. */
    Tensor logits(int member, Progress progress) {
        return networks.get(member).equals(task.network())
                ? task.train().logits()
                : CheckpointLogits.of(task, networks.get(member), "logits_" + member, progress);
    }
}

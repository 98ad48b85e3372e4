package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;

/** The training images' logits at another checkpoint than the one explained. */
final class CheckpointLogits {

    private CheckpointLogits() {}

    /** @param pass under whose name finished rows are kept */
    static Tensor of(AttributionTask task, Network checkpoint, String pass, Progress progress) {
        int features = checkpoint.nodes().get(task.finalLayer()).inputs().get(0);
        try (NetworkRunner runner = task.requiredEngine().load(checkpoint)) {
            return new FeaturePass(runner, features)
                    .run(task.train().inputs(), progress.rows(pass, task.train().size()), progress)
                    .logits();
        }
    }
}

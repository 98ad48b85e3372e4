package dev.whence.engine.training.run;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Network;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained, on what, and where to.
 *
 * @param network the layers with starting weights
 * @param settings how
 * @param train the training images with their labels
 * @param test images to watch, which nothing learns from; absent if there are none
 * @param source what the training images are, for the history
 * @param folder for the trained model, the log, the history and what is needed to continue
 * @param engine to compute on
 */
public record TrainingJob(
        Network network,
        TrainingSettings settings,
        LabelledInputs train,
        @Nullable LabelledInputs test,
        TrainingDescription.Images source,
        Path folder,
        ExecutionEngine engine) {

    /** The folder of the history inside the folder of a run. */
    public static final String HISTORY = "history";

    /** The log inside the folder of a run. */
    public static final String LOG = "log.csv";

    public Path history() {
        return folder.resolve(HISTORY);
    }

    public Path log() {
        return folder.resolve(LOG);
    }
}

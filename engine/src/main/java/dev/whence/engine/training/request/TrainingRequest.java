package dev.whence.engine.training.request;

import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for, before any file is opened.
 *
 * @param start with which weights training begins
 * @param train the training images
 * @param test images to watch; absent if there are none
 * @param preprocessing of both
 * @param classNames by label; empty takes them from the images
 * @param settings how; the fill of the augmentation is worked out from the preprocessing
 * @param folder where everything goes
 * @param cache of what is known about images; absent keeps nothing
 */
public record TrainingRequest(
        Start start,
        DataSource train,
        @Nullable DataSource test,
        Preprocessing preprocessing,
        List<String> classNames,
        TrainingSettings settings,
        Path folder,
        @Nullable Path cache) {

    public TrainingRequest {
        classNames = List.copyOf(classNames);
    }

    /** With which weights training begins. */
    public sealed interface Start {

        /**
         * An architecture with random weights.
         *
         * @param biases false builds the variant without biases and batch normalisation
         */
        record Fresh(Architecture architecture, boolean biases) implements Start {}

        /**
         * The layers of a model file.
         *
         * @param keepWeights whether its weights are trained on (fine-tuning) or drawn anew
         */
        record FromFile(Path model, boolean keepWeights) implements Start {}
    }
}

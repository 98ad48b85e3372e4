package dev.whence.engine.training;

import dev.whence.engine.data.Preprocessing;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training history is about.
 *
 * @param model the model file whose layers were trained; its weights may be any
 * @param trainingImages the data that batches count in
 * @param optimizer with its constant settings
 * @param augmentation of the images in a batch
 * @param batchNorm what normalisation layers used
 * @param seed of everything random; 0 if unknown
 */
public record TrainingDescription(
        Path model,
        Images trainingImages,
        Optimizer optimizer,
        Augmentation augmentation,
        BatchNormMode batchNorm,
        long seed) {

    /**
     * The training images.
     *
     * @param data file or folder, as for {@code --train}
     * @param tensors whether the file holds network input as it is ({@code .npz} with {@code input})
     * @param subset index ranges of {@code data} that were used, in order; empty means all
     * @param count images after taking the subset
     * @param hash of their contents and order, see {@link dev.whence.engine.data.ManifestHash}; empty if not known
     * @param preprocessing from pictures to network input
     * @param classNames by label
     */
    public record Images(
            Path data,
            boolean tensors,
            String subset,
            int count,
            String hash,
            Preprocessing preprocessing,
            List<String> classNames) {
        public Images {
            classNames = List.copyOf(classNames);
        }
    }
}

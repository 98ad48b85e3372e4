package dev.whence.engine.relevance.gradient;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.canon.BiasRemoval;
import dev.whence.engine.tensor.Tensor;

/**
 * What a network loses with its biases.
 *
 * @param removal what was changed
 * @param accuracyBefore share of the labelled images that the network puts into their class; NaN if none has a label
 * @param accuracyAfter the same for the network without biases
 * @param images number of labelled images
 */
public record BiasRemovalEffect(BiasRemoval.Result removal, double accuracyBefore, double accuracyAfter, int images) {

    /** Removes the biases of a classifier and runs it on images. */
    public static BiasRemovalEffect measure(
            ExecutionEngine engine, Classifier classifier, Representations images, Progress progress) {
        BiasRemoval.Result removal = BiasRemoval.remove(classifier.network());
        Tensor logits;
        progress.stage("Running the network without biases");
        try (NetworkRunner runner = engine.load(removal.network())) {
            logits = new FeaturePass(runner, classifier.featureNode())
                    .run(images.inputs(), progress)
                    .logits();
        }
        Representations after = new Representations(images.inputs(), images.labels(), images.features(), logits);
        int labelled = 0;
        int right = 0;
        int rightAfter = 0;
        for (int i = 0; i < images.size(); i++) {
            long label = images.labels().longs()[i];
            if (label >= 0) {
                labelled++;
                right += images.predicted(i) == label ? 1 : 0;
                rightAfter += after.predicted(i) == label ? 1 : 0;
            }
        }
        return new BiasRemovalEffect(
                removal,
                labelled == 0 ? Double.NaN : (double) right / labelled,
                labelled == 0 ? Double.NaN : (double) rightAfter / labelled,
                labelled);
    }
}

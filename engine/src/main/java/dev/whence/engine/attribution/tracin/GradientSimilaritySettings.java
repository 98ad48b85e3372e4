package dev.whence.engine.attribution.tracin;

import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.settings.Setting;
import java.util.List;
import java.util.Optional;

/** Settings of the methods that compare gradients by inner products. */
public record GradientSimilaritySettings(
        @Setting(
                label = "Explained number",
                help =
                        "Whose gradient of the test image is compared: the loss, the logit or the log-odds of the explained"
                                + " class.",
                defaultValue = "loss")
        TestFunction function,

        @Setting(
                label = "Parameters",
                help =
                        "Names of layers or parameters, separated by commas, that gradients are taken by; empty for all.",
                defaultValue = "")
        String parameters,

        @Setting(
                label = "Checkpoint weights",
                help =
                        "One weight for each checkpoint, usually its learning rate, separated by commas; one serves all.",
                defaultValue = "1",
                advanced = true)
        String weights,

        @Setting(
                label = "Projection",
                help = "Random projection of the gradients before they are compared.",
                defaultValue = "none",
                advanced = true)
        Projection.Kind projection,

        @Setting(
                label = "Dimensions",
                help = "Columns of the projection.",
                defaultValue = "512",
                min = 1,
                max = 65_536,
                advanced = true)
        int dimensions) {

    /**
     * The gradient by the final layer's weight is the outer product of the error and the features, so that an inner product
     * of two such gradients is that of the errors times that of the features. Nothing else splits so.
     *
     * @param combined how many states of the classifier are added up
     */
    Optional<String> pairObstacle(ClassifierStates states, int combined) {
        if (combined > 1) {
            return Optional.of("they add up " + combined + " states of the classifier, each with features of its own");
        }
        if (projection != Projection.Kind.NONE) {
            return Optional.of("they compare random projections of gradients");
        }
        String weight = states.finalWeight().orElse("");
        return ParameterSelection.parse(parameters, states.network()).equals(List.of(weight))
                ? Optional.empty()
                : Optional.of(
                        "they compare gradients by more than the final layer's weight, unless parameters = " + weight);
    }
}

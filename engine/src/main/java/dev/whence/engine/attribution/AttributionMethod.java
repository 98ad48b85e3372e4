package dev.whence.engine.attribution;

import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way of telling which training images a decision is made of. Implementations are stateless and register in {@code
 * META-INF/services}.
 *
 * <p>One sign convention for all: a positive score means that the training image supports the explained class.
 *
 * @param <S> the method's settings, a record annotated with {@link dev.whence.engine.settings.Setting}
 */
public interface AttributionMethod<S extends Record> {

    /** Short stable name used on the command line and in files, for example {@code dualda}. */
    String id();

    /** Name shown to people. */
    String title();

    /** Changes whenever the same input would give other numbers; part of every cache key. */
    String version();

    /** One sentence: what the scores are made of. */
    String summary();

    /** What a score of +1 means, in words with its unit. */
    String scoreMeaning();

    Class<S> settingsType();

    /**
     * What keeps a score from being a number of the pair times the inner product of the two images' features at the input
     * of the final layer. Only a score that is can be split over those features and shown on both images.
     *
     * @return half a sentence about the method's scores; empty if nothing does
     */
    default Optional<String> pairObstacle(S settings, ClassifierStates states) {
        return Optional.of("they are not made of inner products of the final layer's features");
    }

    /** Under which heading lists show it. */
    default MethodFamily family() {
        return MethodFamily.of(getClass());
    }

    /**
     * Whether a prepared attributor explains one image within a moment. Answers of other methods take a pass over the
     * training images; they are kept, and shown as they come.
     */
    default boolean answersAtOnce() {
        return false;
    }

    /**
     * Whether the method combines several states of the classifier; others look at the last one only and are not given
     * more.
     */
    default boolean usesCheckpoints() {
        return false;
    }

    /**
     * The parameters that gradients are taken by.
     *
     * @param finalLayer position of the final linear layer
     * @throws dev.whence.engine.BadInputException if the settings name one that does not exist
     */
    default List<String> parameters(S settings, Network network, int finalLayer) {
        String chosen = SettingsSchema.of(settingsType()).format(settings).getOrDefault("parameters", "");
        return ParameterSelection.parse(chosen, network);
    }

    /** The most memory that preparing the method and asking it take, in bytes, roughly. */
    default double memoryBytes(WorkSize size, S settings) {
        return size.gradientPass();
    }

    /**
     * What the files that the settings name hold, as a hash; empty if they name none. Part of every cache key.
     *
     * @throws dev.whence.engine.BadInputException if such a file cannot be read
     */
    default String fingerprint(S settings) {
        return "";
    }

    /**
     * Prepares the method on the training images.
     *
     * @throws dev.whence.engine.WhenceException if the task does not suit the method or the work fails
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    Attributor fit(AttributionTask task, S settings, Progress progress);

    /**
     * Rebuilds an attributor from a stored preparation. Its scores are those of the attributor that gave the state, bit
     * for bit.
     *
     * @param task the task that the preparation was made for
     * @param settings the settings that it was made with
     * @param state what {@link Attributor#state()} returned
     * @throws dev.whence.engine.BadInputException if an array is missing or does not fit the task
     */
    Attributor restore(AttributionTask task, S settings, Map<String, Tensor> state);
}

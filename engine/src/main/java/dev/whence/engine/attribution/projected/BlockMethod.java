package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/**
 * Influence on the projected gradients of each layer; the methods differ in how a layer's gradient is projected.
 *
 * @param <S> the settings
 */
abstract sealed class BlockMethod<S extends Record> implements AttributionMethod<S>
        permits BlockInfluenceMethod, FactGrassMethod, LograMethod {

    /** What the settings ask for. */
    abstract BlockPlan plan(S settings);

    @Override
    public final String scoreMeaning() {
        return "+1 means that more weight on the image lowers the explained number at rate 1 (times the number of training"
                + " images), as far as the projected gradients tell.";
    }

    @Override
    public final boolean usesCheckpoints() {
        return true;
    }

    @Override
    public final boolean answersAtOnce() {
        return true;
    }

    @Override
    public final Attributor fit(AttributionTask task, S settings, Progress progress) {
        return BlockAttributor.fit(task, plan(settings), progress);
    }

    @Override
    public final Attributor restore(AttributionTask task, S settings, Map<String, Tensor> state) {
        return BlockAttributor.restore(task, plan(settings), state);
    }
}

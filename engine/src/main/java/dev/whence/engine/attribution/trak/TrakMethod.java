package dev.whence.engine.attribution.trak;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;

/** TRAK (Park et al. 2023). */
public final class TrakMethod implements AttributionMethod<TrakSettings> {

    @Override
    public String id() {
        return "trak";
    }

    @Override
    public String title() {
        return "TRAK";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "The network is linearised around its weights; in a random projection of the gradients the influence of each"
                + " training image has a closed form.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that, in the linearised model, training on the image raises the log-odds of the explained class by 1.";
    }

    @Override
    public Class<TrakSettings> settingsType() {
        return TrakSettings.class;
    }

    @Override
    public boolean usesCheckpoints() {
        return true;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    /** What is kept of the projection, and the features in memory and on the device. */
    @Override
    public double memoryBytes(WorkSize size, TrakSettings settings) {
        Projection.Kind kind = settings.projection().kind(size.parameters(), settings.dimensions());
        double width = kind == Projection.Kind.NONE ? size.parameters() : settings.dimensions();
        double drawn = Projection.memoryBytes(kind, size.parameters(), settings.dimensions(), size.valueBytes());
        return size.gradientPass() + drawn + size.bytes(3 * width * size.train() + 3 * width * width);
    }

    @Override
    public Attributor fit(AttributionTask task, TrakSettings settings, Progress progress) {
        return TrakAttributor.fit(task, settings, progress);
    }

    @Override
    public Attributor restore(AttributionTask task, TrakSettings settings, Map<String, Tensor> state) {
        return TrakAttributor.restore(task, settings, state);
    }
}

package dev.whence.engine.attribution.shapley;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** What each training image is worth to a nearest-neighbour classifier that stands in for the network (Jia et al. 2019). */
public final class KnnShapleyMethod implements AttributionMethod<KnnShapleySettings> {

    @Override
    public String id() {
        return "knn-shapley";
    }

    @Override
    public String title() {
        return "KNN-Shapley";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "What each training image is worth to a nearest-neighbour classifier that stands in for the network (Jia et al. 2019).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that the image alone decides a neighbour vote for the explained class; all values add up to the share of right neighbours.";
    }

    @Override
    public Class<KnnShapleySettings> settingsType() {
        return KnnShapleySettings.class;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public double memoryBytes(WorkSize size, KnnShapleySettings settings) {
        return 8.0 * size.train() * size.features() + 40.0 * size.train() * size.tests();
    }

    @Override
    public Optional<String> pairObstacle(KnnShapleySettings settings, ClassifierStates states) {
        return Optional.of(
                "they count where an image stands in the order of all distances, which no product of two images"
                        + " tells");
    }

    @Override
    public Attributor fit(AttributionTask task, KnnShapleySettings settings, Progress progress) {
        return new KnnShapleyAttributor(task, settings);
    }

    @Override
    public Attributor restore(AttributionTask task, KnnShapleySettings settings, Map<String, Tensor> state) {
        return fit(task, settings, Progress.none());
    }
}

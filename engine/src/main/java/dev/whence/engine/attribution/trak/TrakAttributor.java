package dev.whence.engine.attribution.trak;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * With features {@code phi = P grad f / sqrt(p)} of the log-odds f, {@code score(i, j) = mean_c [Phi_test (Phi^T Phi +
 * lambda I)^-1 Phi^T]_ji mean_c (1 - p_i)} over checkpoints c (Park et al. 2023, eq. 13 to 17).
 */
final class TrakAttributor implements Attributor {

    private final AttributionTask task;
    private final TrakSettings settings;
    private final Members members;
    /** Projected features of the training images, one matrix for each member of the ensemble. */
    private final List<Tensor> features;
    /** {@code 1 - p} of each training image's label, averaged over the members. */
    private final double[] residuals;

    private TrakAttributor(
            AttributionTask task, TrakSettings settings, Members members, List<Tensor> features, double[] residuals) {
        this.task = task;
        this.settings = settings;
        this.members = members;
        this.features = List.copyOf(features);
        this.residuals = residuals;
    }

    static TrakAttributor fit(AttributionTask task, TrakSettings settings, Progress progress) {
        return fit(task, settings, Members.of(task, settings), progress);
    }

    static TrakAttributor fit(AttributionTask task, TrakSettings settings, Members members, Progress progress) {
        GradientRows.requireLabels(task.train());
        List<Tensor> features = new ArrayList<>();
        double[] residuals = new double[task.train().size()];
        for (int c = 0; c < members.size(); c++) {
            progress.stage("Projected gradients of the training images");
            try (GradientRows gradients = rows(task, settings, members.network(c));
                    Projection projection = members.projection(c, gradients.size())) {
                requireRank(task.train().size(), projection.width(), settings);
                Tensor matrix = gradients.trainRows(
                        "features_" + c,
                        OutputFunction.LOG_ODDS,
                        task.train(),
                        progress,
                        rows -> features(task, projection, rows));
                GradientRows.requireFinite(sum(matrix), "the gradients of the training images");
                features.add(matrix);
            }
            addResiduals(task, members.logits(c, progress), residuals, 1.0 / members.size());
        }
        return new TrakAttributor(task, settings, members, features, residuals);
    }

    /** Members are weighed by the inverse of their features' product, which fewer images than dimensions do not have. */
    private static void requireRank(int images, int width, TrakSettings settings) {
        if (settings.weighting() == TrakSettings.Weighting.EQUAL && settings.damping() == 0 && images < width) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "Equal weight of members needs at least as many training images as dimensions, and there are %,d images for %,d;"
                            + " choose fewer dimensions (a third of the images or less), or a damping above 0.",
                    images,
                    width));
        }
    }

    static TrakAttributor restore(AttributionTask task, TrakSettings settings, Map<String, Tensor> state) {
        Members members = Members.of(task, settings);
        List<Tensor> features = new ArrayList<>();
        for (int c = 0; c < members.size(); c++) {
            features.add(member(state, "features_" + c, task.train().size()));
        }
        double[] residuals =
                member(state, "residuals", task.train().size()).toFloat64().doubles();
        return new TrakAttributor(task, settings, members, features, residuals);
    }

    /** Projected gradients over the square root of the number of parameters. */
    private static DeviceArray features(AttributionTask task, Projection projection, DeviceArray gradients) {
        return projection
                .apply(gradients)
                .multiply(1 / Math.sqrt((double) task.network().parameterCount()));
    }

    private static Tensor member(Map<String, Tensor> state, String name, int rows) {
        Tensor found = state.get(name);
        if (found == null || found.shape().dim(0) != rows) {
            throw new BadInputException("The stored preparation lacks " + name + " for these training images.");
        }
        return found;
    }

    private static double sum(Tensor values) {
        double sum = 0;
        for (int i = 0; i < values.size(); i++) {
            sum += values.get(i);
        }
        return sum;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static void addResiduals(AttributionTask task, Tensor logits, double[] residuals, double weight) {
        Representations train = task.train();
        int classes = train.classes();
        for (int i = 0; i < residuals.length; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                largest = Math.max(largest, logits.get(i * classes + c));
            }
            double others = 0;
            double all = 0;
            for (int c = 0; c < classes; c++) {
                double share = Math.exp(logits.get(i * classes + c) - largest);
                all += share;
                others += c == train.labels().longs()[i] ? 0 : share;
            }
            residuals[i] += weight * others / all;
        }
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        double[] scores = new double[tests.size() * n];
        for (int c = 0; c < features.size(); c++) {
            try (GradientRows gradients = rows(task, settings, members.network(c));
                    Projection projection = members.projection(c, gradients.size());
                    Scope scope = task.requiredEngine().scope()) {
                progress.stage("Gradients of the test images");
                DeviceArray queries = queries(scope, gradients, projection, tests, targets, progress);
                progress.checkCancelled();
                Tensor kernel = kernel(scope.of(features.get(c)))
                        .times(queries, progress)
                        .toHost();
                for (int j = 0; j < tests.size(); j++) {
                    for (int i = 0; i < n; i++) {
                        scores[j * n + i] += kernel.get(j * n + i) * residuals[i] / features.size();
                    }
                }
            }
        }
        GradientRows.requireFinite(sum(scores), "the scores of TRAK, whose feature matrix may be singular");
        return Tensor.of(scores, tests.size(), n).toFloat32();
    }

    /** Projected gradients of the test images, {@code [tests, dimensions]}; whole ones are there for one block only. */
    private DeviceArray queries(
            Scope scope,
            GradientRows gradients,
            Projection projection,
            Representations tests,
            Targets targets,
            Progress progress) {
        List<DeviceArray> blocks = new ArrayList<>();
        gradients.tests(
                TestFunction.LOG_ODDS,
                tests,
                targets,
                progress,
                (from, rows) ->
                        blocks.add(scope.keep(features(task, projection, rows).negate())));
        DeviceArray all = DeviceArray.concat(0, blocks);
        GradientRows.requireFinite(all.sum().toHost().get(0), "the gradients of the test images");
        return all;
    }

    private FeatureKernel kernel(DeviceArray phi) {
        return new FeatureKernel(phi, settings.damping(), settings.weighting() == TrakSettings.Weighting.EQUAL);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        int n = task.train().size();
        double[] own = new double[n];
        for (Tensor matrix : features) {
            progress.checkCancelled();
            try (Scope scope = task.requiredEngine().scope()) {
                Tensor sums = kernel(scope.of(matrix)).diagonal(progress).toHost();
                for (int i = 0; i < n; i++) {
                    own[i] += sums.get(i) * residuals[i] / features.size();
                }
            }
        }
        return Tensor.of(own, n).toFloat32();
    }

    @Override
    public Map<String, Tensor> extras() {
        return Map.of();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Ensemble", features.size() + (features.size() == 1 ? " member" : " members"));
        facts.put(
                "Features",
                String.format(
                        Locale.ROOT, "%,d dimensions", features.get(0).shape().dim(1)));
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int c = 0; c < features.size(); c++) {
            state.put("features_" + c, features.get(c));
        }
        state.put("residuals", Tensor.of(residuals, residuals.length));
        return state;
    }

    private static GradientRows rows(AttributionTask task, TrakSettings settings, Network network) {
        return new GradientRows(
                task.requiredEngine(),
                network,
                task.finalLayer(),
                ParameterSelection.parse(settings.parameters(), network));
    }
}

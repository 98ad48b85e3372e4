package dev.whence.engine.attribution.representer;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code score(i, j) = alpha_i,y <f_i, f_j>} with {@code alpha = -(softmax(F Theta^T) - Pi) / (2 lambda n)} at the refitted
 * Theta (Yeh et al. 2018, theorem 3.1), so that the scores of all training images add up to the refitted layer's logit. With
 * normalised features the inner product becomes a cosine and the sum loses that meaning.
 */
final class RepresenterAttributor implements Attributor {

    private static final int TESTS_AT_ONCE = 256;

    /** Lengths are not taken smaller than this. */
    private static final double LEAST_NORM = 1e-12;

    private final AttributionTask task;
    private final RepresenterSettings settings;
    /** {@code [k, d]}. */
    private final Tensor theta;
    /** {@code [n, k]}. */
    private final Tensor alpha;

    private final Map<String, String> facts;

    private RepresenterAttributor(
            AttributionTask task, RepresenterSettings settings, Tensor theta, Tensor alpha, Map<String, String> facts) {
        this.task = task;
        this.settings = settings;
        this.theta = theta;
        this.alpha = alpha;
        this.facts = facts;
    }

    static RepresenterAttributor fit(AttributionTask task, RepresenterSettings settings, Progress progress) {
        if (task.classes() < 2) {
            throw new BadInputException(
                    "Representer points need a network with at least two outputs; this one has one.");
        }
        progress.stage("Refitting the final layer");
        try (Scope scope = task.requiredEngine().scope()) {
            FinalLayerFit.Result result = problem(scope, task, settings)
                    .solve(weight(task), settings.tolerance(), settings.steps(), progress);
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("Objective", String.format(Locale.ROOT, "%.6g", result.objective()));
            facts.put("Newton steps", Integer.toString(result.steps()));
            facts.put("Gradient left", String.format(Locale.ROOT, "%.1e of the first", result.slope()));
            return at(task, settings, result.theta(), facts);
        }
    }

    /** Scores at a given final layer. */
    static RepresenterAttributor at(
            AttributionTask task, RepresenterSettings settings, Tensor theta, Map<String, String> facts) {
        try (Scope scope = task.requiredEngine().scope()) {
            Tensor alpha = problem(scope, task, settings)
                    .residuals(scope.of(theta))
                    .multiply(-1 / (2 * settings.penalty()))
                    .toHost();
            return new RepresenterAttributor(task, settings, theta, alpha, facts);
        }
    }

    static RepresenterAttributor restore(
            AttributionTask task, RepresenterSettings settings, Map<String, Tensor> state) {
        Tensor theta = state.get("theta");
        Tensor alpha = state.get("alpha");
        if (theta == null
                || alpha == null
                || alpha.shape().dim(0) != task.train().size()) {
            throw new BadInputException("The stored final layer does not fit these training images;"
                    + " delete it from the cache and run again.");
        }
        return new RepresenterAttributor(task, settings, theta, alpha, Map.of());
    }

    /** The refit; its soft targets are the network's own probabilities. */
    static FinalLayerFit problem(Scope scope, AttributionTask task, RepresenterSettings settings) {
        DeviceArray targets = scope.of(task.train().logits()).softmax(1);
        return new FinalLayerFit(scope.of(task.train().features()), targets, settings.penalty());
    }

    private static Tensor weight(AttributionTask task) {
        Op op = task.network().nodes().get(task.finalLayer()).op();
        if (op instanceof Op.Linear linear) {
            return task.network().tensor(linear.weight());
        }
        throw new IllegalStateException("the final layer is not linear");
    }

    /** What inner products are taken of; the refit itself always uses the features as they are. */
    private static DeviceArray compared(Scope scope, Representations images, RepresenterSettings settings) {
        DeviceArray features = scope.of(images.features());
        return settings.normalise()
                ? features.divide(features.square().sum(true, 1).sqrt().atLeast(LEAST_NORM))
                : features;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int n = task.train().size();
        int m = tests.size();
        float[] scores = new float[Math.multiplyExact(m, n)];
        try (Scope scope = task.requiredEngine().scope()) {
            DeviceArray train = compared(scope, task.train(), settings).transpose(0, 1);
            DeviceArray weights = scope.of(alpha).transpose(0, 1);
            for (int from = 0; from < m; from += TESTS_AT_ONCE) {
                progress.checkCancelled();
                int to = Math.min(m, from + TESTS_AT_ONCE);
                try (Scope work = scope.open()) {
                    Representations block =
                            tests.select(IntStream.range(from, to).toArray());
                    DeviceArray classes = work.of(difference(targets, from, to));
                    Tensor part = compared(work, block, settings)
                            .matmul(train)
                            .multiply(classes.matmul(weights))
                            .toHost()
                            .toFloat32();
                    System.arraycopy(part.floats(), 0, scores, from * n, part.size());
                }
                progress.update(to, m, "test images");
            }
        }
        return Tensor.of(scores, m, n);
    }

    /** One row for each test image: 1 at the class spoken for, -1 at the class spoken against. */
    private Tensor difference(Targets targets, int from, int to) {
        int classes = task.classes();
        double[] rows = GradientBlocks.oneHot(Arrays.copyOfRange(targets.positive(), from, to), classes)
                .doubles();
        double[] against = GradientBlocks.oneHot(Arrays.copyOfRange(targets.negative(), from, to), classes)
                .doubles();
        return Tensor.of(
                IntStream.range(0, rows.length)
                        .mapToDouble(i -> rows[i] - against[i])
                        .toArray(),
                to - from,
                classes);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        int n = task.train().size();
        float[] own = new float[n];
        try (Scope scope = task.requiredEngine().scope()) {
            Tensor squares = compared(scope, task.train(), settings)
                    .square()
                    .sum(false, 1)
                    .toHost();
            for (int i = 0; i < n; i++) {
                int label = (int) task.train().labels().longs()[i];
                own[i] = label < 0 ? 0 : (float) (alpha.get(i * task.classes() + label) * squares.get(i));
            }
        }
        return Tensor.of(own, n);
    }

    @Override
    public Map<String, Tensor> extras() {
        return Map.of("coefficients", alpha.toFloat32(), "weights", theta.toFloat32());
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("theta", theta, "alpha", alpha);
    }
}

package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.ScoreSum;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * {@code score(i, j) = g_i^T C^-1 t_j} with {@code g} the gradient of a training image's loss, {@code t} that of the test
 * image's number and C a damped curvature (Koh and Liang 2017, eq. 2, without its sign and 1/n), averaged over checkpoints.
 */
final class InfluenceAttributor implements Attributor {

    private static final String NORMS = "relative_to_";

    private final AttributionTask task;
    private final InfluenceSettings settings;
    private final List<Prepared> checkpoints;
    private final Map<String, String> solved = Collections.synchronizedMap(new LinkedHashMap<>());

    /**
     * One checkpoint made ready.
     *
     * @param norms what each training image's scores are divided by; of length 0 where they are not
     */
    private record Prepared(Checkpoint at, InverseCurvature inverse, double[] norms) {}

    private InfluenceAttributor(AttributionTask task, InfluenceSettings settings, List<Prepared> checkpoints) {
        this.task = task;
        this.settings = settings;
        this.checkpoints = List.copyOf(checkpoints);
    }

    static InfluenceAttributor fit(
            AttributionTask task, InfluenceSettings settings, CurvatureMethod method, Progress progress) {
        return prepare(task, settings, method, (at, c) -> {
            InverseCurvature inverse = method.fit(at, progress);
            return new Prepared(at, inverse, norms(at, inverse, settings.relative(), progress));
        });
    }

    static InfluenceAttributor restore(
            AttributionTask task, InfluenceSettings settings, CurvatureMethod method, Map<String, Tensor> state) {
        return prepare(task, settings, method, (at, c) -> {
            Map<String, Tensor> own = new LinkedHashMap<>();
            state.forEach((name, array) -> {
                if (name.startsWith(prefix(c))) {
                    own.put(name.substring(prefix(c).length()), array);
                }
            });
            Tensor norms = own.get(NORMS + c);
            if (settings.relative() != Relative.NONE && norms == null) {
                throw new BadInputException("The stored preparation lacks " + NORMS + ".");
            }
            return new Prepared(
                    at,
                    method.restore(at, own),
                    norms == null ? new double[0] : norms.toFloat64().doubles());
        });
    }

    private static InfluenceAttributor prepare(
            AttributionTask task,
            InfluenceSettings settings,
            CurvatureMethod method,
            BiFunction<Checkpoint, Integer, Prepared> preparation) {
        GradientRows.requireLabels(task.train());
        List<Prepared> prepared = new ArrayList<>();
        for (Network network : task.checkpoints()) {
            List<String> chosen = method.parameters(settings.parameters(), task, network);
            prepared.add(preparation.apply(new Checkpoint(task, network, chosen, prepared.size()), prepared.size()));
        }
        return new InfluenceAttributor(task, settings, prepared);
    }

    private static double[] norms(Checkpoint at, InverseCurvature inverse, Relative relative, Progress progress) {
        if (relative == Relative.NONE) {
            return new double[0];
        }
        progress.stage("What the training images' influence is relative to");
        try (GradientRows gradients = at.gradients();
                InverseCurvature.Product product = inverse.open()) {
            Tensor squares = gradients.trainRows(
                    NORMS + at.number(), OutputFunction.LOSS, at.task().train(), progress, rows -> {
                        DeviceArray changes = product.times(rows, new Nested(progress));
                        return changes.multiply(relative == Relative.LOSS ? rows : changes)
                                .sum(true, 1);
                    });
            return norms(squares, relative);
        }
    }

    private static double[] norms(Tensor squares, Relative relative) {
        double[] norms = new double[squares.size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = relative == Relative.LOSS
                    ? Math.sqrt(Math.max(squares.get(i), LEAST_NORM))
                    : Math.max(Math.sqrt(squares.get(i)), LEAST_NORM);
        }
        return norms;
    }

    /** Norms, and squares where a norm could not be real, are not taken smaller than this. */
    private static final double LEAST_NORM = 1e-12;

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        ScoreSum scores = new ScoreSum(RowPass.SCORES, checkpoints.size(), task.train(), progress);
        for (Prepared checkpoint : checkpoints) {
            try (GradientRows gradients = checkpoint.at().gradients();
                    Scope scope = task.requiredEngine().scope()) {
                Tensor changes = changes(checkpoint, gradients, tests, targets, progress);
                DeviceArray columns = scope.of(changes).transpose(0, 1);
                progress.stage("Gradients of the training images");
                scores.add(gradients, OutputFunction.LOSS, i -> weight(checkpoint, i), rows -> rows.matmul(columns));
            }
        }
        return scores.scores();
    }

    /** The test images' gradients times the inverse curvature, {@code [tests, parameters]}. */
    private Tensor changes(
            Prepared checkpoint, GradientRows gradients, Representations tests, Targets targets, Progress progress) {
        RowPass finished = new RowPass("solved_" + checkpoint.at().number(), tests.size(), progress);
        if (finished.first() < tests.size()) {
            try (Scope scope = task.requiredEngine().scope();
                    InverseCurvature.Product product = checkpoint.inverse().open()) {
                progress.stage("Gradients of the test images");
                DeviceArray queries = gradients.tests(scope, settings.function(), tests, targets, progress);
                progress.stage("Inverse curvature");
                int block = Math.min(tests.size(), product.together());
                for (int from = finished.first(); from < tests.size(); from += block) {
                    int to = Math.min(tests.size(), from + block);
                    try (Scope work = scope.open()) {
                        DeviceArray rows = work.constant(queries).slice(0, from, to);
                        DeviceArray solution =
                                product.times(rows, block < tests.size() ? new Nested(progress) : progress);
                        GradientRows.requireFinite(solution.sum().toHost().get(0), "the curvature-corrected gradients");
                        finished.take(from, solution.toHost());
                    }
                    progress.update(to, tests.size(), "solved systems");
                }
                solved.putAll(product.facts());
            }
        }
        return finished.rows();
    }

    private double weight(Prepared checkpoint, int train) {
        double share = 1.0 / checkpoints.size();
        return checkpoint.norms().length == 0 ? share : share / checkpoint.norms()[train];
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        ScoreSum own = new ScoreSum("self", checkpoints.size(), task.train(), progress);
        for (Prepared checkpoint : checkpoints) {
            try (GradientRows gradients = checkpoint.at().gradients();
                    InverseCurvature.Product product = checkpoint.inverse().open()) {
                progress.stage("Curvature-corrected gradients of the training images");
                own.add(
                        gradients,
                        OutputFunction.LOSS,
                        i -> weight(checkpoint, i),
                        rows -> product.times(rows, new Nested(progress))
                                .multiply(rows)
                                .sum(true, 1));
                solved.putAll(product.facts());
            }
        }
        return own.scores().reshape(task.train().size());
    }

    @Override
    public Map<String, Tensor> extras() {
        return Map.of();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Checkpoints", Integer.toString(checkpoints.size()));
        Prepared last = checkpoints.get(checkpoints.size() - 1);
        facts.put("Gradient", String.format(Locale.ROOT, "%,d values", last.at().values()));
        facts.putAll(last.inverse().facts());
        synchronized (solved) {
            facts.putAll(solved);
        }
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int c = 0; c < checkpoints.size(); c++) {
            String prefix = prefix(c);
            checkpoints.get(c).inverse().state().forEach((name, array) -> state.put(prefix + name, array));
            double[] norms = checkpoints.get(c).norms();
            if (norms.length > 0) {
                state.put(prefix + NORMS + c, Tensor.of(norms, norms.length));
            }
        }
        return state;
    }

    private static String prefix(int checkpoint) {
        return "checkpoint" + checkpoint + "_";
    }
}

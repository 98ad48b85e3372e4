package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.ParameterSelection;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.attribution.gradient.ScoreSum;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code score(i, j) = g_i^T C^-1 t_j} with {@code g} the gradient of a training image's loss, {@code t} that of the test
 * image's number and C a damped curvature (Koh and Liang 2017, eq. 2, without its sign and 1/n), averaged over checkpoints.
 */
final class InfluenceAttributor extends QueryTimeAttributor {

    private final AttributionTask task;
    private final TestFunction function;
    private final String parameters;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final CurvatureOf curvature;

    /** Makes the inverse curvature at one checkpoint. */
    @FunctionalInterface
    interface CurvatureOf {

        /**
         * @param parameters the chosen ones, by name
         * @param gradients of the same network and parameters
         */
        InverseCurvature at(Network checkpoint, List<String> parameters, GradientRows gradients);
    }

    InfluenceAttributor(AttributionTask task, TestFunction function, String parameters, CurvatureOf curvature) {
        GradientRows.requireLabels(task.train());
        long values = ParameterSelection.parse(parameters, task.network()).stream()
                .mapToLong(name -> task.network().tensor(name).size())
                .sum();
        facts.put("Checkpoints", Integer.toString(task.checkpoints().size()));
        facts.put("Gradient", String.format(Locale.ROOT, "%,d values", values));
        this.task = task;
        this.function = function;
        this.parameters = parameters;
        this.curvature = curvature;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int checkpoints = task.checkpoints().size();
        ScoreSum scores = new ScoreSum(RowPass.SCORES, checkpoints, task.train(), progress);
        for (int c = 0; c < checkpoints; c++) {
            Network checkpoint = task.checkpoints().get(c);
            List<String> chosen = ParameterSelection.parse(parameters, checkpoint);
            try (GradientRows gradients =
                            new GradientRows(task.requiredEngine(), checkpoint, task.finalLayer(), chosen);
                    Scope scope = task.requiredEngine().scope()) {
                RowPass solved = new RowPass("solved_" + c, tests.size(), progress);
                if (solved.first() == 0) {
                    progress.stage("Gradients of the test images");
                    DeviceArray queries = gradients.tests(scope, function, tests, targets, progress);
                    progress.stage("Inverse curvature");
                    DeviceArray product =
                            curvature.at(checkpoint, chosen, gradients).times(queries, progress);
                    GradientRows.requireFinite(product.sum().toHost().get(0), "the curvature-corrected gradients");
                    solved.take(0, product.toHost());
                }
                DeviceArray columns = scope.of(solved.rows()).transpose(0, 1);
                progress.stage("Gradients of the training images");
                scores.add(gradients, OutputFunction.LOSS, 1.0 / checkpoints, rows -> rows.matmul(columns));
            }
        }
        return scores.scores();
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        int checkpoints = task.checkpoints().size();
        ScoreSum own = new ScoreSum("self", checkpoints, task.train(), progress);
        for (Network checkpoint : task.checkpoints()) {
            List<String> chosen = ParameterSelection.parse(parameters, checkpoint);
            try (GradientRows gradients =
                    new GradientRows(task.requiredEngine(), checkpoint, task.finalLayer(), chosen)) {
                InverseCurvature inverse = curvature.at(checkpoint, chosen, gradients);
                progress.stage("Curvature-corrected gradients of the training images");
                own.add(
                        gradients,
                        OutputFunction.LOSS,
                        1.0 / checkpoints,
                        rows -> inverse.times(rows, progress).multiply(rows).sum(true, 1));
            }
        }
        return own.scores().reshape(task.train().size());
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }
}

package dev.whence.engine.attribution.tracin;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.ParameterSelection;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.attribution.gradient.ScoreSum;
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
import org.jspecify.annotations.Nullable;

/**
 * {@code score(i, j) = sum over checkpoints c of weight_c <psi(g_i), psi(t_j)>} with {@code g} the gradient of a training
 * image's loss, {@code t} that of the test image's number and {@code psi} an optional projection and normalisation.
 */
final class GradientSimilarityAttributor extends QueryTimeAttributor {

    /** Norms are not taken smaller than this. */
    private static final double LEAST_NORM = 1e-12;

    private final AttributionTask task;
    private final GradientSimilaritySettings settings;
    private final boolean normalised;
    private final double[] weights;

    GradientSimilarityAttributor(AttributionTask task, GradientSimilaritySettings settings, boolean normalised) {
        GradientRows.requireLabels(task.train());
        ParameterSelection.parse(settings.parameters(), task.network());
        this.task = task;
        this.settings = settings;
        this.normalised = normalised;
        this.weights = weights(settings.weights(), task.checkpoints().size());
    }

    private static double[] weights(String text, int checkpoints) {
        String[] parts = text.split(",", -1);
        if (parts.length != 1 && parts.length != checkpoints) {
            throw new BadInputException("There are " + parts.length + " checkpoint weights for " + checkpoints
                    + " checkpoints; give one for each, or one for all.");
        }
        double[] weights = new double[checkpoints];
        for (int c = 0; c < checkpoints; c++) {
            String part = parts[parts.length == 1 ? 0 : c].strip();
            try {
                weights[c] = Double.parseDouble(part);
            } catch (NumberFormatException e) {
                throw new BadInputException("The checkpoint weight '" + part + "' is not a number.", e);
            }
        }
        return weights;
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        ScoreSum scores = new ScoreSum(RowPass.SCORES, weights.length, task.train(), progress);
        for (int c = 0; c < weights.length; c++) {
            try (GradientRows gradients = rows(task.checkpoints().get(c));
                    Scope scope = task.requiredEngine().scope();
                    OptionalProjection projection = projection(gradients, c)) {
                progress.stage("Gradients of the test images");
                DeviceArray queries =
                        psi(gradients.tests(scope, settings.function(), tests, targets, progress), projection);
                DeviceArray columns = queries.transpose(0, 1);
                progress.stage("Gradients of the training images");
                scores.add(
                        gradients,
                        OutputFunction.LOSS,
                        weights[c],
                        rows -> psi(rows, projection).matmul(columns));
            }
        }
        return scores.scores();
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        ScoreSum own = new ScoreSum("self", weights.length, task.train(), progress);
        for (int c = 0; c < weights.length; c++) {
            progress.stage("Gradients of the training images");
            try (GradientRows gradients = rows(task.checkpoints().get(c));
                    OptionalProjection projection = projection(gradients, c)) {
                own.add(
                        gradients,
                        OutputFunction.LOSS,
                        weights[c],
                        rows -> psi(rows, projection).square().sum(true, 1));
            }
        }
        return own.scores().reshape(task.train().size());
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Checkpoints", Integer.toString(weights.length));
        List<String> parameters = ParameterSelection.parse(settings.parameters(), task.network());
        long values = parameters.stream()
                .mapToLong(name -> task.network().tensor(name).size())
                .sum();
        facts.put("Gradient", String.format(Locale.ROOT, "%,d values", values));
        return facts;
    }

    private GradientRows rows(Network checkpoint) {
        return new GradientRows(
                task.requiredEngine(),
                checkpoint,
                task.finalLayer(),
                ParameterSelection.parse(settings.parameters(), checkpoint));
    }

    private DeviceArray psi(DeviceArray rows, OptionalProjection projection) {
        DeviceArray projected =
                projection.matrix() == null ? rows : projection.matrix().apply(rows);
        if (!normalised) {
            return projected;
        }
        return projected.divide(projected.square().sum(true, 1).sqrt().atLeast(LEAST_NORM));
    }

    private OptionalProjection projection(GradientRows gradients, int checkpoint) {
        return new OptionalProjection(
                settings.projection() == Projection.Kind.NONE
                        ? null
                        : new Projection(
                                task.requiredEngine(),
                                settings.projection(),
                                gradients.size(),
                                settings.dimensions(),
                                task.seed() + 100_000L * checkpoint));
    }

    private record OptionalProjection(@Nullable Projection matrix) implements AutoCloseable {
        @Override
        public void close() {
            if (matrix != null) {
                matrix.close();
            }
        }
    }
}

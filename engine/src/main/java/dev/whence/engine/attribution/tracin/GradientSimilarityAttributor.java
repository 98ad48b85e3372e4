package dev.whence.engine.attribution.tracin;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.QueryTimeAttributor;
import dev.whence.engine.attribution.gradient.ScoreSum;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.GradientFactors;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
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
            if (settings.projection() == Projection.Kind.NONE) {
                addFactored(scores, c, tests, targets, progress);
            } else {
                addProjected(scores, c, tests, targets, progress);
            }
        }
        return scores.scores();
    }

    private void addFactored(
            ScoreSum scores, int checkpoint, Representations tests, Targets targets, Progress progress) {
        try (GradientBlocks gradients = blocks(task.checkpoints().get(checkpoint));
                Scope scope = task.requiredEngine().scope()) {
            progress.stage("Gradients of the test images");
            List<Queries> queries = gradients.tests(scope, settings.function(), tests, targets, progress).stream()
                    .map(layers ->
                            new Queries(layers, normalised ? lengths(layers).reshape(1, -1) : null))
                    .toList();
            progress.stage("Gradients of the training images");
            scores.add(gradients, OutputFunction.LOSS, weights[checkpoint], layers -> similarities(layers, queries));
        }
    }

    private void addProjected(
            ScoreSum scores, int checkpoint, Representations tests, Targets targets, Progress progress) {
        try (GradientRows gradients = rows(task.checkpoints().get(checkpoint));
                Scope scope = task.requiredEngine().scope();
                Projection projection = projection(gradients, checkpoint)) {
            progress.stage("Gradients of the test images");
            DeviceArray queries =
                    psi(gradients.tests(scope, settings.function(), tests, targets, progress), projection);
            DeviceArray columns = queries.transpose(0, 1);
            progress.stage("Gradients of the training images");
            scores.add(
                    gradients,
                    OutputFunction.LOSS,
                    weights[checkpoint],
                    rows -> psi(rows, projection).matmul(columns));
        }
    }

    /** Inner products or cosines of a block with all test images, {@code [images, tests]}. */
    private DeviceArray similarities(List<LayerGradients> layers, List<Queries> queries) {
        DeviceArray lengths = normalised ? lengths(layers).reshape(-1, 1) : null;
        List<DeviceArray> columns = new ArrayList<>();
        for (Queries block : queries) {
            DeviceArray products = GradientFactors.products(layers, block.layers());
            DeviceArray own = block.lengths();
            columns.add(
                    lengths == null || own == null
                            ? products
                            : products.divide(lengths).divide(own));
        }
        return DeviceArray.concat(1, columns);
    }

    /**
     * The gradients of some test images.
     *
     * @param lengths {@code [1, images]} where they matter
     */
    private record Queries(
            List<LayerGradients> layers, @Nullable DeviceArray lengths) {}

    private static DeviceArray lengths(List<LayerGradients> layers) {
        return GradientFactors.squaredNorms(layers).sqrt().atLeast(LEAST_NORM);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        ScoreSum own = new ScoreSum("self", weights.length, task.train(), progress);
        for (int c = 0; c < weights.length; c++) {
            progress.stage("Gradients of the training images");
            if (settings.projection() == Projection.Kind.NONE) {
                try (GradientBlocks gradients = blocks(task.checkpoints().get(c))) {
                    own.add(gradients, OutputFunction.LOSS, weights[c], this::ownSimilarity);
                }
                continue;
            }
            try (GradientRows gradients = rows(task.checkpoints().get(c));
                    Projection projection = projection(gradients, c)) {
                own.add(
                        gradients,
                        OutputFunction.LOSS,
                        weights[c],
                        rows -> psi(rows, projection).square().sum(true, 1));
            }
        }
        return own.scores().reshape(task.train().size());
    }

    private DeviceArray ownSimilarity(List<LayerGradients> layers) {
        DeviceArray squares = GradientFactors.squaredNorms(layers).reshape(-1, 1);
        return normalised ? squares.divide(squares.atLeast(LEAST_NORM * LEAST_NORM)) : squares;
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

    private GradientBlocks blocks(Network checkpoint) {
        return new GradientBlocks(
                task.requiredEngine(),
                checkpoint,
                task.finalLayer(),
                ParameterSelection.parse(settings.parameters(), checkpoint));
    }

    private GradientRows rows(Network checkpoint) {
        return new GradientRows(
                task.requiredEngine(),
                checkpoint,
                task.finalLayer(),
                ParameterSelection.parse(settings.parameters(), checkpoint));
    }

    private DeviceArray psi(DeviceArray rows, Projection projection) {
        DeviceArray projected = projection.apply(rows);
        if (!normalised) {
            return projected;
        }
        return projected.divide(projected.square().sum(true, 1).sqrt().atLeast(LEAST_NORM));
    }

    private Projection projection(GradientRows gradients, int checkpoint) {
        return Projection.of(
                task.requiredEngine(),
                settings.projection(),
                gradients.size(),
                settings.dimensions(),
                task.seed() + 100_000L * checkpoint);
    }
}

package dev.whence.engine.relevance.lrp;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.canon.BatchNormMerging;
import dev.whence.engine.relevance.HeatmapExplainer;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.relevance.ImageBatches;
import dev.whence.engine.tensor.Tensor;
import java.util.List;

/** Relevance propagation prepared for one network: canonized, with a rule for every layer. */
public final class LrpExplainer implements HeatmapExplainer {

    private final LrpSettings settings;
    private final NetworkRunner runner;
    private final RulePlan plan;
    private final RelevancePass pass;
    private final int node;

    LrpExplainer(HeatmapTask task, LrpSettings settings) {
        this.settings = settings;
        Network logits = task.logits();
        Network canonized = canonized(logits, settings);
        RulePlanner planner = new RulePlanner(
                settings.composite(),
                settings.canonizer().splitsSums(logits),
                settings.zeroBias(),
                task.range(),
                RuleNotation.parse(settings.rules(), task.range()));
        plan = planner.plan(canonized);
        node = position(canonized, settings.layer());
        runner = task.engine().load(canonized);
        pass = new RelevancePass(runner, plan);
    }

    private static Network canonized(Network network, LrpSettings settings) {
        if (settings.merges().isBlank()) {
            return settings.canonizer().rewrite(network);
        }
        if (settings.canonizer() == Canonizer.NONE) {
            throw new BadInputException(
                    "Merges are named but the canonizer is none; choose another canonizer or leave the merges empty.");
        }
        return BatchNormMerging.merge(network, RuleNotation.pairings(settings.merges()));
    }

    private static int position(Network network, String layer) {
        if (layer.isBlank()) {
            return 0;
        }
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).name().equals(layer.strip())) {
                return i;
            }
        }
        throw new BadInputException("There is no layer '" + layer.strip()
                + "' to take the map at; 'whence info' lists the layers, and an empty name means the image itself.");
    }

    /** The rule of every layer. */
    public RulePlan plan() {
        return plan;
    }

    @Override
    public List<String> leaks() {
        return PreFlight.leaks(preFlight());
    }

    @Override
    public int batchSize() {
        return ImageBatches.sizeFor(plan.network(), runner.engine().settings().precision(), plan.countOfSums());
    }

    @Override
    public Heatmaps explain(Tensor batch, Question question, Progress progress) {
        return pictured(explainAt(node, batch, question, progress));
    }

    /**
     * Relevance at an inner layer.
     *
     * @param node position in the network; 0 is the input
     * @return maps {@code [n, ...node shape]}
     */
    public Heatmaps explainAt(int node, Tensor batch, Question question, Progress progress) {
        progress.checkCancelled();
        int output = plan.network().output();
        Tensor start = start(batch, question);
        Tensor relevance = pass.propagate(batch, output, start, node).get(0);
        return new Heatmaps(relevance, rowSums(start));
    }

    /**
     * Relevance of one side of training/test pairs (XDA): the score's shares by feature, handed down through the image's
     * own forward pass.
     *
     * @param batch images, {@code [u, c, h, w]}
     * @param imageOf the image of each pair, {@code [p]}; pairs with the same image share its forward pass
     * @param featureNode the node whose values are the features
     * @param shares relevance of the features for each pair, {@code [p, d]}
     * @return one map per pair
     */
    public Heatmaps explainFeatures(Tensor batch, int[] imageOf, int featureNode, Tensor shares, Progress progress) {
        progress.checkCancelled();
        if (node > featureNode) {
            throw new BadInputException("The layer '" + settings.layer()
                    + "' lies above the features that connect a pair; choose one below them.");
        }
        int[] shape = plan.network()
                .nodes()
                .get(featureNode)
                .shape()
                .prepend(imageOf.length)
                .toArray();
        Tensor relevance = pass.propagate(batch, imageOf, featureNode, shares.reshape(shape), node)
                .get(0);
        return pictured(new Heatmaps(relevance, rowSums(shares)));
    }

    /** Values without rows and columns become channels of one pixel, so that every map is {@code [n, c, h, w]}. */
    private static Heatmaps pictured(Heatmaps maps) {
        int[] shape = maps.relevance().shape().toArray();
        if (shape.length == 4) {
            return maps;
        }
        int channels = maps.relevance().size() / Math.max(1, shape[0]);
        return new Heatmaps(maps.relevance().reshape(shape[0], channels, 1, 1), maps.explained());
    }

    private Tensor start(Tensor batch, Question question) {
        int classes = plan.network().outputShape().dim(0);
        int n = question.size();
        double[] start = new double[n * classes];
        Tensor logits = settings.start() == LrpSettings.Start.LOGIT ? runner.forward(batch) : null;
        for (int i = 0; i < n; i++) {
            int positive = i * classes + question.positive()[i];
            start[positive] += logits == null ? 1 : logits.get(positive);
            if (question.negative()[i] >= 0) {
                int negative = i * classes + question.negative()[i];
                start[negative] -= logits == null ? 1 : logits.get(negative);
            }
        }
        return Tensor.of(start, n, classes);
    }

    private static double[] rowSums(Tensor rows) {
        int n = rows.shape().dim(0);
        int width = rows.size() / Math.max(1, n);
        double[] sums = new double[n];
        for (int i = 0; i < rows.size(); i++) {
            sums[i / width] += rows.get(i);
        }
        return sums;
    }

    @Override
    public void close() {
        runner.close();
    }

    /** What is told about each layer before a run. */
    public List<PreFlight.Entry> preFlight() {
        return PreFlight.of(plan);
    }
}

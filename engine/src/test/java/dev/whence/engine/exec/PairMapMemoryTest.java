package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.lrp.Canonizer;
import dev.whence.engine.relevance.lrp.Composite;
import dev.whence.engine.relevance.lrp.LrpExplainer;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Panels of pair maps leave no native array behind, on either of the two threads that compute them. */
class PairMapMemoryTest {

    private static final int PANELS = 25;
    private static final int PAIRS = 4;

    @Test
    void panelAfterPanelNoArrayIsLeftBehind() {
        Network network = GoldenModels.network("m2");
        int featureNode = network.nodes().get(network.output()).inputs().get(0);
        Tensor images = NpzFile.readAll(GoldenModels.file("inputs.npz")).get("m2");
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
                Scope beside = engine.scope();
                LrpExplainer explainer = new LrpMethod()
                        .prepare(
                                new HeatmapTask(engine, network, network.output(), null, null, 0),
                                LrpSettings.of(Composite.EPSILON_PLUS_FLAT, Canonizer.AUTO, true))) {
            Representations represented = represented(engine, network, featureNode, images);
            PairRelevance relevance = new PairRelevance(explainer, featureNode);
            List<Pair> pairs = new ArrayList<>();
            for (int p = 0; p < PAIRS; p++) {
                pairs.add(new Pair(0, 1 + p, p % 2 == 0 ? 1 : -1));
            }
            relevance.explain(represented, represented, pairs, Progress.none());
            int before = alive(beside);
            for (int panel = 0; panel < PANELS; panel++) {
                relevance.explain(represented, represented, pairs, Progress.none());
            }
            assertEquals(before, alive(beside));
        }
    }

    /** Arrays and scopes that the engine's outermost scope still owns. */
    private static int alive(Scope inside) {
        return inside.manager().getParentManager().getManagedArrays().size();
    }

    private static Representations represented(
            ExecutionEngine engine, Network network, int featureNode, Tensor images) {
        int n = images.shape().dim(0);
        try (NetworkRunner runner = engine.load(network)) {
            List<Tensor> values = runner.values(images, featureNode, network.output());
            Tensor features = values.get(0).reshape(n, values.get(0).size() / n);
            return new Representations(new Inputs(images), Tensor.of(new long[n], n), features, values.get(1));
        }
    }

    /** Network input that is in memory already. */
    private record Inputs(Tensor all) implements ModelInputs {

        @Override
        public int size() {
            return all.shape().dim(0);
        }

        @Override
        public Shape shape() {
            return all.shape().dropFirst();
        }

        @Override
        public Tensor batch(int... indices) {
            return all.take(indices);
        }
    }
}

package dev.whence.engine.relevance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.relevance.Conservation.Verdict;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.lrp.Canonizer;
import dev.whence.engine.relevance.lrp.Composite;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConservationTest {

    @Test
    void ordinaryMapsNeedNoWords() {
        assertEquals("", judged(1, 3, -2).reason());
        assertEquals(Verdict.GREEN, judged(1, 3, -2).verdict());
        assertEquals(Verdict.AMBER, judged(1, 3, -1).verdict());
    }

    @Test
    void mapsMuchStrongerThanWhatTheyExplainSayWhy() {
        Conservation strong = judged(-1, 10, -11);
        assertEquals(Verdict.GREEN, strong.verdict());
        assertTrue(strong.reason().contains("21 times the value explained"), strong.reason());
    }

    /** A neuron that only its bias makes active: without it the denominator is a hundredth of its inputs. */
    @Test
    void aNeuronThatLivesByItsBiasMakesAStrongMapWithoutBiases() {
        Map<String, Tensor> weights = Map.of(
                "first", Tensor.of(new double[] {1, -0.99}, 1, 2),
                "bias", Tensor.of(new double[] {0.5}, 1),
                "last", Tensor.of(new double[] {1}, 1, 1));
        Network network = new Network(
                List.of(
                        new Node("input", new Op.Input(), List.of(), Shape.of(2, 1, 1)),
                        new Node("flat", new Op.Reshape(), List.of(0), Shape.of(2)),
                        new Node("first", new Op.Linear("first", "bias"), List.of(1), Shape.of(1)),
                        new Node("relu", new Op.Relu(), List.of(2), Shape.of(1)),
                        new Node("last", new Op.Linear("last", null), List.of(3), Shape.of(1))),
                4,
                weights,
                Map.of());
        Tensor image = Tensor.of(new double[] {1, 1}, 1, 2, 1, 1);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
                HeatmapExplainer explainer = new LrpMethod()
                        .prepare(
                                new HeatmapTask(engine, network, 4, null, null, 0),
                                LrpSettings.of(Composite.EPSILON_PLUS, Canonizer.NONE, true))) {
            Heatmaps maps = explainer.explain(image, Question.of(0), Progress.none());
            assertEquals(100, maps.relevance().get(0), 0.02);
            Conservation badge = Conservation.of(maps, 0, explainer.leaks());
            assertEquals(Verdict.GREEN, badge.verdict());
            assertTrue(badge.reason().contains("199 times"), badge.reason());
        }
    }

    private static Conservation judged(double explained, double... relevance) {
        Tensor map = Tensor.of(relevance, 1, 1, 1, relevance.length);
        return Conservation.of(new Heatmaps(map, new double[] {explained}), 0, List.of());
    }
}

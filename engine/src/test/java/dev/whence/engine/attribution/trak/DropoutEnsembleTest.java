package dev.whence.engine.attribution.trak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.FeaturePass;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TRAK over thinned copies of one network. */
class DropoutEnsembleTest {

    private static GoldenAttribution golden;
    private static AttributionTask task;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
        task = withDropout(golden.task("g3", "s0"));
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    /** The stored network with a dropout layer before its final layer, on a part of the training images. */
    private static AttributionTask withDropout(AttributionTask plain) {
        Network network = plain.network();
        List<Node> nodes = new ArrayList<>(network.nodes());
        Node last = nodes.remove(plain.finalLayer());
        int before = last.inputs().get(0);
        nodes.add(new Node(
                "drop", new Op.Dropout(0.1), List.of(before), nodes.get(before).shape()));
        nodes.add(new Node(last.name(), last.op(), List.of(nodes.size() - 1), last.shape()));
        Network thinnable = new Network(nodes, nodes.size() - 1, network.parameters(), network.buffers());
        int[] some = new int[120];
        Arrays.setAll(some, i -> i);
        Representations train = plain.train().select(some);
        return new AttributionTask(List.of(thinnable), thinnable.output(), train, 5, golden.engine());
    }

    private static Tensor scores(Attributor attributor) {
        Representations tests = golden.tests(golden.task("g3", "s0")).select(0, 1, 2);
        return attributor.attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
    }

    @Test
    void moreDimensionsThanImagesCannotWeighMembers() {
        Attributor damped =
                GoldenAttribution.fit(new TrakMethod(), task, "dimensions=121;damping=0.01;weighting=equal");
        assertEquals(120, damped.selfInfluence(Progress.none()).size());
        BadInputException refusal = assertThrows(
                BadInputException.class,
                () -> GoldenAttribution.fit(new TrakMethod(), task, "dimensions=121;weighting=equal"));
        assertEquals(
                "Equal weight of members needs at least as many training images as dimensions, and there are 120 images for"
                        + " 121; choose fewer dimensions (a third of the images or less), or a damping above 0.",
                refusal.sentence());
    }

    @Test
    void aMemberIsOneNetworkForAllImages() {
        Network thinned = DropoutEnsemble.thinned(task.network(), 0.5, 3);
        Node drop = thinned.nodes().get(task.finalLayer() - 1);
        Tensor mask = thinned.tensor(((Op.Affine) drop.op()).scale());
        long kept = 0;
        for (int i = 0; i < mask.size(); i++) {
            assertTrue(mask.get(i) == 0 || mask.get(i) == 2, "mask value " + mask.get(i));
            kept += mask.get(i) == 2 ? 1 : 0;
        }
        assertEquals(mask.size() / 2.0, kept, 4 * Math.sqrt(mask.size() / 4.0));
        try (NetworkRunner whole = golden.engine().load(task.network());
                NetworkRunner part = golden.engine().load(thinned)) {
            int features = task.finalLayer() - 1;
            Tensor all = new FeaturePass(whole, features)
                    .run(task.train().inputs(), Progress.none())
                    .features();
            Tensor some = new FeaturePass(part, features)
                    .run(task.train().inputs(), Progress.none())
                    .features();
            for (int i = 0; i < all.size(); i++) {
                assertEquals(all.get(i) * mask.get(i % mask.size()), some.get(i), 1e-12);
            }
        }
    }

    @Test
    void membersDifferAndAreDrawnTheSameAgain() {
        String settings = "dimensions=32;damping=0.01;dropout=0.2;members=3";
        TrakMethod method = new TrakMethod();
        Attributor prepared = GoldenAttribution.fit(method, task, settings);
        assertEquals("3 members", prepared.facts().get("Ensemble"));
        Tensor scores = scores(prepared);
        Attributor again = method.restore(task, GoldenAttribution.settings(method, settings), prepared.state());
        assertArrayEquals(scores.floats(), scores(again).floats());
        Tensor plain = scores(GoldenAttribution.fit(method, task, "dimensions=32;damping=0.01"));
        double difference = 0;
        for (int i = 0; i < plain.size(); i++) {
            difference = Math.max(difference, Math.abs(plain.get(i) - scores.get(i)));
        }
        assertTrue(difference > 1e-6, "the ensemble equals the plain network");
    }

    @Test
    void aNetworkWithoutDropoutLayersIsRefused() {
        AttributionTask plain = golden.task("g3", "s0");
        String message = assertThrows(
                        BadInputException.class, () -> GoldenAttribution.fit(new TrakMethod(), plain, "dropout=0.1"))
                .getMessage();
        assertTrue(message.contains("no dropout layer"), message);
    }
}

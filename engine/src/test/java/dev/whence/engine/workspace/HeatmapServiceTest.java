package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.dual.DualDaMethod;
import dev.whence.engine.attribution.dual.DualDaSettings;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.ForwardingProgress;
import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import dev.whence.engine.relevance.gradient.GradientMethod;
import dev.whence.engine.relevance.gradient.NoSettings;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.settings.SettingsSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heatmaps as the window and the command line ask for them. */
class HeatmapServiceTest {

    private static final Progress SILENT = Progress.none();

    private static final DualDaSettings DUAL =
            SettingsSchema.of(DualDaSettings.class).defaults();

    @TempDir
    private Path cache;

    @Test
    void mapsAreTheSameFromMemoryFromDiskAndInOtherBatches() {
        LrpSettings settings = SettingsSchema.of(LrpSettings.class)
                .parse(Map.of("composite", "epsilon_gamma_box", "zeroBias", "true"));
        float[] before;
        try (Workspace workspace = open()) {
            HeatmapAnswer first = lrp(workspace, settings, 0, 3, 5);
            assertSame(first.maps(), lrp(workspace, settings, 0, 3, 5).maps());
            before = first.maps().relevance().floats();
            int size = before.length / 3;
            float[] alone = lrp(workspace, settings, 3).maps().relevance().floats();
            for (int p = 0; p < size; p++) {
                assertEquals(before[size + p], alone[p], 1e-6f);
            }
            assertTrue(first.provenance().contains("epsilon-gamma-box"), first.provenance());
        }
        try (Workspace workspace = open()) {
            assertArrayEquals(
                    before, lrp(workspace, settings, 0, 3, 5).maps().relevance().floats());
        }
    }

    /** The window closes a project while its heatmaps are computed. */
    @Test
    void whatIsUnderWayEndsBeforeItsNetworkIsFreed() {
        LrpSettings settings = SettingsSchema.of(LrpSettings.class).defaults();
        Workspace workspace = open();
        Progress closing = new ForwardingProgress(SILENT) {
            @Override
            public void stage(String title) {
                workspace.close();
            }
        };
        HeatmapAnswer answer = workspace
                .heatmaps()
                .decisions(new LrpMethod(), settings, Split.TEST, new int[] {0, 3}, new Target.Predicted(), closing);
        assertEquals(2, answer.conservation().size());
        assertThrows(CancelledException.class, () -> lrp(workspace, settings, 1));
        assertThrows(CancelledException.class, () -> workspace.heatmaps().preFlight(settings));
        workspace.close();
    }

    @Test
    void pairMapsAddUpToTheScore() {
        LrpSettings settings = SettingsSchema.of(LrpSettings.class).parse(Map.of("zeroBias", "true"));
        List<Pair> pairs = List.of(new Pair(0, 1, 0.5), new Pair(2, 4, -0.25));
        try (Workspace workspace = open()) {
            PairAnswer answer = workspace.heatmaps().pairs(new DualDaMethod(), DUAL, settings, pairs, SILENT);
            for (int p = 0; p < pairs.size(); p++) {
                assertEquals(pairs.get(p).score(), answer.maps().train().explained()[p], 1e-6);
                assertEquals(1, answer.trainConservation().get(p).ratio(), 0.05);
                assertEquals(1, answer.testConservation().get(p).ratio(), 0.05);
            }
            assertSame(
                    answer.maps().test(),
                    workspace
                            .heatmaps()
                            .pairs(new DualDaMethod(), DUAL, settings, pairs, SILENT)
                            .maps()
                            .test());
        }
    }

    @Test
    void scoresThatDoNotFactorAreRefusedWithTheReason() {
        try (Workspace workspace = open()) {
            HeatmapService maps = workspace.heatmaps();
            assertEquals("", refusal(maps, "dualda", Map.of()));
            assertEquals("", refusal(maps, "grad-dot", Map.of("parameters", "fc2.weight")));
            assertEquals(
                    "Pair heatmaps are not defined for these scores of Grad-Dot: they compare gradients by more than the"
                            + " final layer's weight, unless parameters = fc2.weight; methods that have them: DualDA,"
                            + " Representer points.",
                    refusal(maps, "grad-dot", Map.of()));
            assertTrue(refusal(maps, "grad-cos", Map.of("parameters", "fc2.weight", "projection", "normal"))
                    .contains("random projections"));
            assertTrue(refusal(maps, "knn-shapley", Map.of()).contains("order of all distances"));
            assertTrue(refusal(maps, "trak", Map.of()).contains("not made of inner products"));
        }
    }

    private static String refusal(HeatmapService maps, String id, Map<String, String> values) {
        return refusal(maps, MethodRegistry.byId(id), values);
    }

    private static <S extends Record> String refusal(
            HeatmapService maps, AttributionMethod<S> method, Map<String, String> values) {
        S settings = SettingsSchema.of(method.settingsType()).parse(values);
        if (maps.explainsPairs(method, settings)) {
            maps.requirePairs(method, settings);
            return "";
        }
        return assertThrows(BadInputException.class, () -> maps.requirePairs(method, settings))
                .getMessage();
    }

    @Test
    void aContrastExplainsTheDifferenceOfTwoLogits() {
        try (Workspace workspace = open()) {
            HeatmapAnswer answer = workspace
                    .heatmaps()
                    .decisions(
                            new GradientMethod(),
                            new NoSettings(),
                            Split.TEST,
                            new int[] {1},
                            Target.parse("2-7"),
                            SILENT);
            assertEquals(2, answer.targets().positive()[0]);
            assertEquals(7, answer.targets().negative()[0]);
            var logits = workspace.representations(Split.TEST, SILENT).logits();
            assertEquals(logits.get(12) - logits.get(17), answer.maps().explained()[0], 1e-4);
        }
    }

    @Test
    void blackAndWhiteFollowFromThePreprocessing() {
        try (Workspace workspace = open()) {
            InputRange range = Objects.requireNonNull(workspace.heatmaps().inputRange());
            assertEquals(-0.2860f / 0.3530f, range.low().get(0), 1e-6);
            assertEquals((1 - 0.2860f) / 0.3530f, range.high().get(0), 1e-6);
        }
    }

    private static HeatmapAnswer lrp(Workspace workspace, LrpSettings settings, int... images) {
        return workspace
                .heatmaps()
                .decisions(new LrpMethod(), settings, Split.TEST, images, new Target.Predicted(), SILENT);
    }

    private Workspace open() {
        return Workspace.open(
                PipelineFixtures.spec(
                        "m1_fmnist-cnn.pt",
                        PipelineFixtures.images("fmnist_idx/train-images-idx3-ubyte"),
                        PipelineFixtures.images("fmnist_idx/t10k-images-idx3-ubyte"),
                        PipelineFixtures.fashion(),
                        cache),
                SILENT);
    }
}

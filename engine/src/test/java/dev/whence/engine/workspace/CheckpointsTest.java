package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of which several states are known. */
class CheckpointsTest {

    private static final DataSource TRAIN =
            new DataSource(PipelineFixtures.file("fmnist_idx/train-images-idx3-ubyte"), false, "0-99");
    private static final DataSource TEST =
            new DataSource(PipelineFixtures.file("fmnist_idx/t10k-images-idx3-ubyte"), false, "0-1");

    @TempDir
    Path folder;

    private static Workspace open(List<Path> checkpoints) {
        return Workspace.open(
                PipelineFixtures.spec("m1_fmnist-cnn.pt", TRAIN, TEST, PipelineFixtures.fashion(), null)
                        .withCheckpoints(checkpoints),
                Progress.none());
    }

    private static <S extends Record> float[] scores(Workspace workspace, AttributionMethod<S> method, String weights) {
        S settings = SettingsSchema.of(method.settingsType()).parse(Map.of("weights", weights));
        return workspace
                .explain(method, settings, 0, new Target.Predicted(), Progress.none())
                .scores();
    }

    /** The same weights in another place of the list are the classifier itself and are not counted twice. */
    @Test
    void theClassifierIsTheLastOfItsCheckpoints() throws IOException {
        Path copy = Files.copy(PipelineFixtures.file("m1_fmnist-cnn.pt"), folder.resolve("epoch_10.pt"));
        try (Workspace alone = open(List.of());
                Workspace doubled = open(List.of(copy))) {
            assertEquals(List.of("m1_fmnist-cnn.pt"), doubled.checkpoints());
            assertArrayEquals(
                    scores(alone, MethodRegistry.byId("tracin"), "1"),
                    scores(doubled, MethodRegistry.byId("tracin"), "1"));
        }
    }

    @Test
    void tracinAddsUpItsCheckpointsAndInfluenceTakesTheirMean() {
        for (String id : List.of("tracin", "datainf")) {
            AttributionMethod<?> method = MethodRegistry.byId(id);
            float[] first = fashion("g3_s0.pt", List.of(), method);
            float[] second = fashion("g3_s1.pt", List.of(), method);
            float[] both = fashion("g3_s1.pt", List.of(PipelineFixtures.file("g3_s0.pt")), method);
            double share = id.equals("tracin") ? 1 : 0.5;
            for (int i = 0; i < both.length; i++) {
                assertEquals(share * ((double) first[i] + second[i]), both[i], 1e-5 * Math.abs(both[i]) + 1e-4);
            }
        }
    }

    private static <S extends Record> float[] fashion(String model, List<Path> others, AttributionMethod<S> method) {
        WorkspaceSpec spec = PipelineFixtures.spec(model, TRAIN, TEST, PipelineFixtures.fashion(), null);
        try (Workspace workspace = Workspace.open(spec.withCheckpoints(others), Progress.none())) {
            S settings = SettingsSchema.of(method.settingsType()).defaults();
            return workspace
                    .explain(method, settings, 0, new Target.Label(), Progress.none())
                    .scores();
        }
    }

    @Test
    void aMethodThatLooksAtOneStateSaysSo() {
        try (Workspace workspace = open(List.of())) {
            assertEquals("", workspace.checkpointNote(MethodRegistry.byId("dualda")));
        }
        WorkspaceSpec spec = PipelineFixtures.spec("g3_s1.pt", TRAIN, null, PipelineFixtures.fashion(), null);
        try (Workspace workspace =
                Workspace.open(spec.withCheckpoints(List.of(PipelineFixtures.file("g3_s0.pt"))), Progress.none())) {
            assertEquals(
                    "DualDA looks at one state of the classifier only, so the other checkpoint is not used.",
                    workspace.checkpointNote(MethodRegistry.byId("dualda")));
            assertEquals("", workspace.checkpointNote(MethodRegistry.byId("trak")));
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        Path other = PipelineFixtures.file("g1_s0.pt");
        BadInputException refusal = assertThrows(BadInputException.class, () -> open(List.of(other)));
        assertTrue(refusal.sentence().contains("g1_s0.pt does not fit the classifier"), refusal.sentence());
    }

    @Test
    void aFolderWithoutCheckpointsIsNamed() {
        BadInputException refusal = assertThrows(BadInputException.class, () -> open(List.of(folder)));
        assertTrue(refusal.sentence().contains("holds no checkpoints"), refusal.sentence());
        assertFalse(refusal.sentence().isBlank());
    }
}

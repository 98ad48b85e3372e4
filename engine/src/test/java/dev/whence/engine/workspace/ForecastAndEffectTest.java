package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.dual.DualDaMethod;
import dev.whence.engine.attribution.dual.DualDaSettings;
import dev.whence.engine.attribution.influence.ExplicitMethod;
import dev.whence.engine.attribution.influence.ExplicitSettings;
import dev.whence.engine.attribution.trak.TrakMethod;
import dev.whence.engine.attribution.trak.TrakSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions about several images at once, and what a run would take. */
class ForecastAndEffectTest {

    private static final DualDaMethod METHOD = new DualDaMethod();
    private static final DualDaSettings SETTINGS =
            SettingsSchema.of(METHOD.settingsType()).defaults();
    private static final int TRAIN = 200;
    private static final int TESTS = 5;

    private static Workspace workspace;

    @BeforeAll
    static void open() {
        workspace = Workspace.open(
                PipelineFixtures.spec(
                        "m1_fmnist-cnn.pt",
                        new DataSource(PipelineFixtures.file("fmnist_idx/train-images-idx3-ubyte"), false, "0-199"),
                        new DataSource(PipelineFixtures.file("fmnist_idx/t10k-images-idx3-ubyte"), false, "0-4"),
                        PipelineFixtures.fashion(),
                        null),
                Progress.none());
    }

    @AfterAll
    static void close() {
        workspace.close();
    }

    private static float[] alone(int test) {
        return workspace
                .explain(METHOD, SETTINGS, test, new Target.Predicted(), Progress.none())
                .scores();
    }

    @Test
    void theScoresOfAGroupAreTheSumOfTheScoresOfItsImages() {
        Explanation group = workspace.explain(
                METHOD, SETTINGS, new int[] {0, 1, 3}, new Target.Predicted(), part -> {}, Progress.none());
        assertTrue(group.isGroup());
        float[] sum = new float[TRAIN];
        for (int i = 0; i < TRAIN; i++) {
            sum[i] = (float) ((double) alone(0)[i] + alone(1)[i] + alone(3)[i]);
        }
        assertArrayEquals(sum, group.scores(), 1e-4f);
    }

    @Test
    void theEffectOfATrainingImageIsItsColumnOfTheScores() {
        int train = workspace
                .explain(METHOD, SETTINGS, 2, new Target.Predicted(), Progress.none())
                .ranking()
                .proponents()
                .get(0)
                .train();
        TrainingEffect effect = workspace.effect(METHOD, SETTINGS, train, new Target.Predicted(), Progress.none());
        assertEquals(TESTS, effect.scores().length);
        int strong = 0;
        for (int t = 0; t < TESTS; t++) {
            float[] scores = alone(t);
            assertEquals(scores[train], effect.scores()[t], 1e-4f);
            int larger = 0;
            for (float score : scores) {
                larger += Math.signum(scores[train]) * (score - scores[train]) > 0 ? 1 : 0;
            }
            strong += scores[train] != 0 && larger < TrainingEffect.STRONGEST ? 1 : 0;
        }
        assertEquals(strong, effect.amongStrongest());
        assertTrue(effect.amongStrongest() >= 1);
    }

    @Test
    void aRunThatCannotFitIsForecastInASentence() {
        TrakMethod trak = new TrakMethod();
        TrakSettings usual = SettingsSchema.of(trak.settingsType()).defaults();
        assertTrue(workspace.forecast(trak, usual).bytes() > 1e8);
        MemoryForecast tight = new MemoryForecast(4e10, 2e9);
        assertFalse(tight.fits());
        assertEquals(
                "This run needs about 40.0 GB of memory, but only 2.0 GB are free; take gradients by the parameters of"
                        + " fewer layers, fewer dimensions or fewer images.",
                tight.sentence());
        TrakSettings large = SettingsSchema.of(trak.settingsType()).parse(Map.of("dimensions", "65536"));
        assertTrue(workspace.forecast(trak, large).bytes()
                > 60 * workspace.forecast(trak, usual).bytes() / 10);
    }

    @Test
    void theForecastCountsTheParametersThatTheMethodTakesByItself() {
        ExplicitMethod explicit = new ExplicitMethod();
        SettingsSchema<ExplicitSettings> schema = SettingsSchema.of(explicit.settingsType());
        double last = workspace.forecast(explicit, schema.defaults()).bytes();
        double all = workspace
                .forecast(explicit, schema.parse(Map.of("parameters", "all")))
                .bytes();
        assertTrue(last < 1e9, "the final layer alone needs " + last);
        assertTrue(all > 2 * last, "all parameters need " + all);
    }
}

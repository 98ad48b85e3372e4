package dev.whence.engine.attribution.representer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.GoldenScores;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Representer points against the reference: its scores at its own refitted layer, and our refit against its objective. */
class GoldenRepresenterTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    private static RepresenterSettings settings(double penalty, boolean normalise) {
        return new RepresenterSettings(penalty, normalise, 1e-10, 100);
    }

    private static final String CASES = """
            g1 | rps_l2_0.003_ep300      | 0.003 | false
            g1 | rps_l2_0.003_norm_ep300 | 0.003 | true
            g1 | rps_l2_0.1_norm         | 0.1   | true
            g3 | rps_l2_0.003            | 0.003 | false
            g3 | rps_l2_0.003_norm       | 0.003 | true
            g3 | rps_l2_0.1_norm         | 0.1   | true
            """;

    /** The reference divides by the number of images twice; its scores are ours over n. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = CASES)
    void scoresAtTheStoredLayerEqualTheReference(String model, String key, double penalty, boolean normalise) {
        AttributionTask task = golden.task(model, "s0");
        Tensor theta = GoldenAttribution.stored(model + "/intermediates.npz", "rps." + key + ".theta");
        RepresenterAttributor attributor =
                RepresenterAttributor.at(task, settings(penalty, normalise), theta, Map.of());
        GoldenScores.check(
                GoldenScores.key(model, key),
                golden.error(model, key, 1.0 / task.train().size(), attributor, task));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = CASES)
    void ourRefitIsAtLeastAsGoodAsTheStoredOne(String model, String key, double penalty, boolean normalise) {
        AttributionTask task = golden.task(model, "s0");
        Tensor theta = GoldenAttribution.stored(model + "/intermediates.npz", "rps." + key + ".theta");
        RepresenterSettings settings = settings(penalty, normalise);
        RepresenterAttributor fitted = RepresenterAttributor.fit(task, settings, Progress.none());
        try (Scope scope = golden.engine().scope()) {
            FinalLayerFit problem = RepresenterAttributor.problem(scope, task, settings);
            double ours = problem.objective(scope.of(fitted.state().get("theta")));
            assertTrue(ours <= problem.objective(scope.of(theta)) + 1e-12);
        }
    }

    @Test
    void theScoresOfAllImagesAddUpToTheRefittedLogit() {
        AttributionTask task = golden.task("g3", "s0");
        RepresenterAttributor fitted = RepresenterAttributor.fit(task, settings(0.01, false), Progress.none());
        Representations tests = golden.tests(task);
        Targets targets = Targets.resolve(new Target.Contrast(6, 0), tests);
        Tensor scores = fitted.attribute(tests, targets, Progress.none());
        Tensor theta = fitted.state().get("theta");
        int d = theta.shape().dim(1);
        for (int j = 0; j < tests.size(); j++) {
            double sum = 0;
            for (int i = 0; i < task.train().size(); i++) {
                sum += scores.get(j * task.train().size() + i);
            }
            double logits = 0;
            for (int c = 0; c < d; c++) {
                logits += tests.features().get(j * d + c) * (theta.get(6 * d + c) - theta.get(c));
            }
            assertEquals(logits, sum, 1e-4 * Math.max(1, Math.abs(logits)));
        }
    }
}

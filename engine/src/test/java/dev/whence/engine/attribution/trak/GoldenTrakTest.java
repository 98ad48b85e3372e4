package dev.whence.engine.attribution.trak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.GoldenScores;
import dev.whence.engine.attribution.gradient.DenseProjection;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TRAK at a stored projection matrix, and against the original code, which weighs its members equally. */
class GoldenTrakTest {

    /** The original code's projection is not divided by the square root of its dimensions, so its scores are larger. */
    private static final double DIMENSIONS = 512;

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @Test
    void scoresAtTheStoredMatrixEqualTheReference() {
        AttributionTask task = golden.task("g1", "s0");
        Tensor matrix = GoldenAttribution.stored("g1/intermediates.npz", "trak_normal_k64_matrix");
        TrakSettings settings = GoldenAttribution.settings(new TrakMethod(), null);
        Members members = new Members(
                task, List.of(task.network()), (member, size) -> new DenseProjection(golden.engine(), matrix));
        Attributor attributor = TrakAttributor.fit(task, settings, members, Progress.none());
        GoldenScores.check(
                GoldenScores.key("g1", "trak1_dattri_normal_k64_stored"),
                golden.error("g1", "trak1_dattri_normal_k64_stored", 1, attributor, task));
    }

    /**
     * The original worked in float32. Without damping its inverse carries that rounding: on g3 its scores are 3e-4 away
     * from any multiple of the stored float64 scores of the same method.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            g1 | traker1_sm64_k512      | s0       | weighting=equal
            g1 | traker3_sm64_k512      | s0,s1,s2 | weighting=equal
            g1 | traker3_sm64_k512_lam1 | s0,s1,s2 | weighting=equal;damping=0.001953125
            g3 | traker1_sm64_k512      | s0       | weighting=equal
            g3 | traker3_sm64_k512      | s0,s1,s2 | weighting=equal
            g3 | traker3_sm64_k512_lam1 | s0,s1,s2 | weighting=equal;damping=0.001953125
            """)
    void scoresEqualTheOriginalCode(String model, String key, String checkpoints, String settings) {
        AttributionTask task = golden.task(model, checkpoints);
        Attributor attributor = GoldenAttribution.fit(new TrakMethod(), task, settings);
        GoldenScores.check(GoldenScores.key(model, key), golden.error(model, key, DIMENSIONS, attributor, task));
    }

    @ParameterizedTest
    @CsvSource({"g1", "g3"})
    void residualsEqualTheOriginalCode(String model) {
        AttributionTask task = golden.task(model, "s0");
        Tensor residuals = GoldenAttribution.fit(new TrakMethod(), task, "dimensions=1")
                .state()
                .get("residuals");
        Tensor expected = GoldenAttribution.stored(model + "/intermediates.npz", "traker1_out_to_loss");
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), residuals.get(i), 1e-5);
        }
    }
}

package dev.whence.engine.attribution.projected;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.GoldenScores;
import dev.whence.engine.attribution.gradient.DenseProjection;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scores of the family at the reference's own projection matrices. The reference worked in float32. In one case its Fisher
 * matrix has the condition number 8e4; computing the same in float32 anew moves the scores by 2e-4.
 */
class GoldenProjectedTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            g1 | logra_k64_efim_damp_default       | logra_k64_efim_damp_default   | linear | fisher   | 1e-5
            g1 | logra_k64_efim_damp0.1            | logra_k64_efim_damp_default   | linear | fisher   | 0.1
            g1 | logra_k64_identity                | logra_k64_efim_damp_default   | linear | identity | 1
            g1 | factgrass_k16_b4_efim_damp0.1     | factgrass_k16_b4_efim_damp0.1 | linear | fisher   | 0.1
            g3 | logra_k64_efim_damp_default       | logra_k64_efim_damp_default   | fc     | fisher   | 1e-5
            g3 | logra_k64_efim_damp0.1            | logra_k64_efim_damp_default   | fc     | fisher   | 0.1
            g3 | logra_k64_identity                | logra_k64_efim_damp_default   | fc     | identity | 1
            g3 | factgrass_k16_b4_efim_damp0.1     | factgrass_k16_b4_efim_damp0.1 | fc     | fisher   | 0.1
            g3 | blockif_identityproj_efim_damp0.1 |                               | fc     | fisher   | 0.1
            g3 | blockif_identityproj_identityhess |                               | fc     | identity | 1
            """)
    void equalsTheReference(String model, String key, String matrices, String layer, String curvature, double damping) {
        AttributionTask task = golden.task(model, "s0");
        LayerProjections.Plan whole = new LayerProjections.Plan(Projection.Kind.NONE, 1, Projection.Kind.NONE, 1);
        BlockPlan plan = new BlockPlan(
                whole, Curvature.valueOf(curvature.toUpperCase(Locale.ROOT)), damping, TestFunction.LOSS, layer);
        BlockAttributor attributor = matrices == null
                ? BlockAttributor.fit(task, plan, Progress.none())
                : BlockAttributor.fit(task, plan, checkpoint -> new Stored(model, matrices, layer), Progress.none());
        GoldenScores.check(GoldenScores.key(model, key), golden.error(model, key, 1, attributor, task));
    }

    /** The matrices that the reference used. */
    private record Stored(String model, String prefix, String name) implements LayerProjections.Source {

        @Override
        public Projection outputs(int layer, List<String> parameters, int width) {
            return matrix("P_out");
        }

        @Override
        public Projection inputs(int layer, List<String> parameters, int width) {
            return matrix("P_in");
        }

        @Override
        public Projection after(int layer, List<String> parameters, int width) {
            return prefix.startsWith("factgrass")
                    ? matrix("P3")
                    : Projection.of(golden.engine(), Projection.Kind.NONE, width, width, 0);
        }

        @Override
        public Projection whole(int layer, List<String> parameters, int width) {
            throw new IllegalStateException("the layer is linear");
        }

        private Projection matrix(String which) {
            return new DenseProjection(
                    golden.engine(),
                    GoldenAttribution.stored(model + "/intermediates.npz", prefix + "." + which + "." + name));
        }
    }
}

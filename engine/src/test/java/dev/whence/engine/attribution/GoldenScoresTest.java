package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Score matrices of the attribution methods against the reference, in float64. */
class GoldenScoresTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            g1 | grad_dot                    | grad-dot     | s0         |                                | 1e-5
            g1 | grad_cos                    | grad-cos     | s0         |                                | 1e-5
            g1 | grad_dot_fc                 | grad-dot     | s0         | parameters=linear              | 1e-5
            g1 | tracin_self                 | tracin       | trajectory | weights=0.1                    | 1e-5
            g1 | tracincp                    | tracin       | trajectory | weights=0.1                    | 1e-5
            g1 | cosincp                     | cosin        | trajectory | weights=0.1                    | 1e-5
            g1 | tracincp_sm64_k512          | tracin       | trajectory | weights=0.1;projection=rademacher | 1e-5
            g1 | cosincp_sm64_k512           | cosin        | trajectory | weights=0.1;projection=rademacher | 1e-5
            g1 | trak1_sm64_k512_reg0        | trak         | s0         |                                | 1e-5
            g1 | trak3_sm64_k512_reg0        | trak         | s0,s1,s2   |                                | 1e-5
            g1 | trak3_sm64_k512_reg1e-3     | trak         | s0,s1,s2   | damping=1e-3                   | 1e-5
            g1 | trak1_sm64_k512_reg0_self   | trak         | s0         |                                | 1e-5
            g1 | trak1_fc_identity_reg1e-3   | trak         | s0         | damping=1e-3;projection=none;parameters=linear | 1e-5
            g1 | knn_shapley_k5              | knn-shapley  | s0         | space=pixels                   | 1e-6
            g1 | knn_shapley_k1              | knn-shapley  | s0         | space=pixels;neighbours=1      | 1e-6
            g1 | if_cg_it10_reg1e-2          | influence-cg | s0         |                                | 1e-5
            g1 | if_datainf_reg1e-1          | datainf      | s0         |                                | 1e-5
            g1 | if_datainf_reg1e-2          | datainf      | s0         | damping=1e-2                   | 1e-5
            g1 | if_datainf_reg1e-1_ratio0.5 | datainf      | s0         | images=500                     | 1e-5
            g3 | grad_dot                    | grad-dot     | s0         |                                | 1e-5
            g3 | grad_cos                    | grad-cos     | s0         |                                | 1e-5
            g3 | grad_dot_fc                 | grad-dot     | s0         | parameters=fc                  | 1e-5
            g3 | tracin_self                 | tracin       | trajectory | weights=0.05                   | 1e-5
            g3 | tracincp                    | tracin       | trajectory | weights=0.05                   | 1e-5
            g3 | cosincp                     | cosin        | trajectory | weights=0.05                   | 1e-5
            g3 | tracincp_sm64_k512          | tracin       | trajectory | weights=0.05;projection=rademacher | 1e-5
            g3 | cosincp_sm64_k512           | cosin        | trajectory | weights=0.05;projection=rademacher | 1e-5
            g3 | trak1_sm64_k512_reg0        | trak         | s0         |                                | 1e-5
            g3 | trak3_sm64_k512_reg0        | trak         | s0,s1,s2   |                                | 1e-5
            g3 | trak3_sm64_k512_reg1e-3     | trak         | s0,s1,s2   | damping=1e-3                   | 1e-5
            g3 | trak1_sm64_k512_reg0_self   | trak         | s0         |                                | 1e-5
            g3 | trak1_fc_identity_reg1e-3   | trak         | s0         | damping=1e-3;projection=none;parameters=fc | 1e-5
            g3 | knn_shapley_k5              | knn-shapley  | s0         | space=pixels                   | 1e-6
            g3 | knn_shapley_k1              | knn-shapley  | s0         | space=pixels;neighbours=1      | 1e-6
            g3 | if_cg_fc_it10_reg1e-2       | influence-cg | s0         | parameters=fc                  | 1e-5
            g3 | if_datainf_reg1e-1          | datainf      | s0         |                                | 1e-5
            g3 | if_datainf_reg1e-2          | datainf      | s0         | damping=1e-2                   | 1e-5
            g3 | if_datainf_reg1e-1_ratio0.5 | datainf      | s0         | images=500                     | 1e-5
            """)
    void equalsTheReference(
            String model, String key, String method, String checkpoints, String settings, double tolerance) {
        AttributionTask task = golden.task(model, checkpoints);
        Attributor attributor = GoldenAttribution.fit(MethodRegistry.byId(method), task, settings);
        double error = golden.error(model, key, 1, attributor, task);
        assertTrue(error <= tolerance, () -> "largest difference relative to the largest score: " + error);
    }

    /** Many Hessian products each; run with {@code -Dwhence.excludedTests=}. */
    @Tag("slow")
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            g1 | if_cg_it10_reg1e-2_ens3     | influence-cg | s0,s1,s2   |                                | 1e-5
            g1 | if_cg_it50_reg1e-2          | influence-cg | s0         | iterations=50                  | 1e-4
            g3 | if_cg_it10_reg1e-1_cache200 | influence-cg | s0         | damping=0.1;images=200         | 1e-5
            """)
    void equalsTheReferenceAtLength(
            String model, String key, String method, String checkpoints, String settings, double tolerance) {
        equalsTheReference(model, key, method, checkpoints, settings, tolerance);
    }
}

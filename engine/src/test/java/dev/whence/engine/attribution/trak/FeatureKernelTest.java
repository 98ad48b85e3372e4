package dev.whence.engine.attribution.trak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureKernelTest {

    private static final int IMAGES = 6;
    private static final int FEATURES = 40;

    /** Fewer images than features can be told apart exactly: each is explained by itself, and a repeated one by both. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void withoutDampingFewImagesExplainThemselves(Precision precision) {
        Random random = new Random(5);
        double[] values = random.doubles(IMAGES * FEATURES, -1, 1).toArray();
        System.arraycopy(values, 0, values, (IMAGES - 1) * FEATURES, FEATURES);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", precision, 1));
                Scope scope = engine.scope()) {
            FeatureKernel kernel = new FeatureKernel(scope.of(Tensor.of(values, IMAGES, FEATURES)), 0, false);
            Tensor all = kernel.times(scope.of(Tensor.of(values, IMAGES, FEATURES)), Progress.none())
                    .toHost();
            Tensor own = kernel.diagonal(Progress.none()).toHost();
            for (int j = 0; j < IMAGES; j++) {
                for (int i = 0; i < IMAGES; i++) {
                    assertEquals(expected(j, i), all.get(j * IMAGES + i), 0.02, j + " by " + i);
                }
                assertEquals(expected(j, j), own.get(j), 0.02, "own " + j);
            }
        }
    }

    private static double expected(int query, int image) {
        boolean repeated = query % (IMAGES - 1) == 0;
        if (repeated) {
            return image % (IMAGES - 1) == 0 ? 0.5 : 0;
        }
        return query == image ? 1 : 0;
    }
}

package dev.whence.engine.attribution.dual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The path for free faces too large to factor, compared with the factorisation on a face that allows both. */
class ConjugateGradientsTest {

    private static final double TAU = 0.1;

    @Test
    void agreesWithTheFactorisation() {
        FreeFace face = face();
        assertTrue(face.size() > 20, face.size() + " free variables");
        double[] right = face.gradient();
        double[] expected = FaceSystem.factor(face, TAU, Progress.none()).solve(right);
        ConjugateGradients iteration = new ConjugateGradients(new FaceOperator(face, TAU), right);
        assertTrue(iteration.run(1e-10, 5_000, Progress.none()));
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, iteration.solution(), 1e-7 * largest);
    }

    @Test
    void everyIterateLowersTheModel() {
        FreeFace face = face();
        FaceOperator operator = new FaceOperator(face, TAU);
        double[] right = face.gradient();
        ConjugateGradients iteration = new ConjugateGradients(operator, right);
        double before = 0;
        for (int step = 0; step < 10; step++) {
            iteration.run(1e-10, 1, Progress.none());
            double now = model(operator, right, iteration.solution());
            assertTrue(now < before, "step " + step);
            before = now;
        }
    }

    private static double model(FaceOperator operator, double[] right, double[] at) {
        double[] image = new double[at.length];
        operator.multiply(at, image);
        double value = 0;
        for (int v = 0; v < at.length; v++) {
            value += at[v] * (0.5 * image[v] - right[v]);
        }
        return value;
    }

    /** The face after a few passes over a part of the samples of a golden. */
    private static FreeFace face() {
        Map<String, Tensor> golden = Golden.read("m1");
        DualProblem problem = DualProblem.of(
                golden.get("features_train").rows(0, 200),
                golden.get("labels_train").rows(0, 200),
                10);
        DualState state = new DualState(problem, 1);
        int[] all = IntStream.range(0, 200).toArray();
        CoordinateSweep sweep = new CoordinateSweep(state, 1);
        sweep.begin(all);
        for (int pass = 0; pass < 3; pass++) {
            sweep.pass(Progress.none());
        }
        return FreeFace.of(state, all);
    }
}

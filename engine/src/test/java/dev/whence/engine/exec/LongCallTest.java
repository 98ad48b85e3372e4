package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Decompositions, to their end and left behind. */
class LongCallTest {

    private static final int SIZE = 400;

    @Test
    void aSymmetricMatrixIsTakenApart() {
        try (ExecutionEngine engine = open();
                Scope scope = engine.scope()) {
            DeviceArray matrix = symmetric(scope);
            List<DeviceArray> eigen = matrix.symmetricEigen(Progress.none());
            assertSame(scope, eigen.get(1).scope());
            DeviceArray vectors = eigen.get(1);
            DeviceArray back = vectors.multiply(eigen.get(0)).matmul(vectors.transpose(0, 1));
            assertEquals(0, largest(back.subtract(matrix)), 1e-10);
        }
    }

    @Test
    void systemsAreSolvedByTheirFactors() {
        try (ExecutionEngine engine = open();
                Scope scope = engine.scope()) {
            DeviceArray matrix = symmetric(scope);
            DeviceArray right = random(scope, 3);
            List<DeviceArray> factors = matrix.luFactors(Progress.none());
            DeviceArray solved = factors.get(0).luSolve(factors.get(1), right);
            assertEquals(0, largest(matrix.matmul(solved).subtract(right)), 1e-9);
        }
    }

    /** The matrix, its scope and the engine may all be gone before the decompositions end. */
    @Test
    void cancelledWorkLeavesTheDecompositionBehind() throws InterruptedException {
        for (int look = 1; look <= 3; look++) {
            int last = look;
            AtomicInteger looks = new AtomicInteger();
            // Lets the first looks pass, so that the call is under way.
            Progress progress = Progress.silent(() -> looks.incrementAndGet() >= last);
            try (ExecutionEngine engine = open();
                    Scope scope = engine.scope()) {
                DeviceArray matrix = symmetric(scope);
                assertThrows(CancelledException.class, () -> {
                    while (true) {
                        matrix.symmetricEigen(progress);
                    }
                });
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("whence-long-call")) {
                thread.join();
            }
        }
        aSymmetricMatrixIsTakenApart();
    }

    @Test
    void aSingularMatrixIsNamed() {
        try (ExecutionEngine engine = open();
                Scope scope = engine.scope()) {
            DeviceArray zero = scope.full(0, 3, 3).add(0);
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> zero.luFactors(Progress.none()));
            assertTrue(String.valueOf(failure.getMessage()).contains("lu_factor"), failure::getMessage);
        }
    }

    private static ExecutionEngine open() {
        return ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    private static DeviceArray symmetric(Scope scope) {
        DeviceArray some = random(scope, SIZE);
        return some.add(some.transpose(0, 1));
    }

    private static DeviceArray random(Scope scope, int columns) {
        return scope.of(
                Tensor.of(new Random(columns).doubles(SIZE * (long) columns).toArray(), SIZE, columns));
    }

    private static double largest(DeviceArray values) {
        return values.abs().max(false, 0, 1).toHost().get(0);
    }
}

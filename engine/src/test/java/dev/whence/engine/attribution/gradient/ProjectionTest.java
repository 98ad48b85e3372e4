package dev.whence.engine.attribution.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.FactoredGradients;
import dev.whence.engine.exec.LayerGradients;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What projections promise: inner products within the Johnson-Lindenstrauss bound, never zero, the same everywhere. */
class ProjectionTest {

    private static final int LENGTH = 3000;
    private static final int DIMENSIONS = 512;
    private static final int VECTORS = 24;

    private static ExecutionEngine engine;
    private static ExecutionEngine other;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
        other = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 2));
    }

    @AfterAll
    static void close() {
        engine.close();
        other.close();
    }

    static Stream<Projection.Kind> kinds() {
        return Stream.of(Projection.Kind.values());
    }

    private static Tensor gaussian(long seed, int... shape) {
        Random random = new Random(seed);
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        return Tensor.of(
                random.doubles(size, -1, 1).map(v -> v + random.nextGaussian()).toArray(), shape);
    }

    /**
     * For a fixed pair of dense unit vectors the error of the inner product exceeds epsilon with probability at most
     * {@code 2 exp(-k epsilon^2 / 8)}; over all pairs with probability 1e-6 at this epsilon.
     */
    private static double bound(int pairs) {
        return Math.sqrt(8 * Math.log(2 * pairs / 1e-6) / DIMENSIONS);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void innerProductsStayWithinTheBound(Projection.Kind kind) {
        for (long seed = 0; seed < 3; seed++) {
            try (Scope scope = engine.scope();
                    Projection projection = Projection.of(engine, kind, LENGTH, DIMENSIONS, seed)) {
                DeviceArray vectors = unit(scope.of(gaussian(100 + seed, VECTORS, LENGTH)));
                assertBounded(products(vectors), products(projection.apply(vectors)));
            }
        }
    }

    @Test
    void kroneckerFactoredProjectionsKeepInnerProductsOfGradients() {
        LayerProjections.Plan plan =
                new LayerProjections.Plan(Projection.Kind.NORMAL, 48, Projection.Kind.NONE, 48 * 48);
        try (Scope scope = engine.scope()) {
            int[] seeds = {0, 1, 2, 3, 4, 5, 6, 7};
            double[] mean = new double[VECTORS * VECTORS];
            List<LayerGradients> layer = List.of(new FactoredGradients(
                    "w", "b", scope.of(gaussian(1, VECTORS, 1, 2, 120)), scope.of(gaussian(2, VECTORS, 1, 2, 90))));
            double[] expected = layer.get(0).products(layer.get(0)).toHost().doubles();
            for (int seed : seeds) {
                try (LayerProjections projections = new LayerProjections(LayerProjections.drawn(engine, plan, seed))) {
                    double[] found = products(projections.apply(layer).get(0));
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += found[i] / seeds.length;
                    }
                }
            }
            // Two factors of relative variance about 2/48 each, averaged over the seeds.
            double epsilon = 6 * Math.sqrt(4.0 / 48 / seeds.length);
            for (int i = 0; i < VECTORS; i++) {
                for (int j = 0; j < VECTORS; j++) {
                    double norms = Math.sqrt(expected[i * VECTORS + i] * expected[j * VECTORS + j]);
                    assertEquals(expected[i * VECTORS + j], mean[i * VECTORS + j], epsilon * norms);
                }
            }
        }
    }

    /** A projected gradient of zero makes TRAK's matrix singular; coordinates must not be lost altogether. */
    @ParameterizedTest
    @EnumSource(names = {"RADEMACHER", "NORMAL", "SJLT"})
    void noCoordinateIsProjectedToZero(Projection.Kind kind) {
        int length = 200;
        double[] identity = new double[length * length];
        for (int i = 0; i < length; i++) {
            identity[i * length + i] = 1;
        }
        for (int dimensions : new int[] {1, 2, 16, 300}) {
            try (Scope scope = engine.scope();
                    Projection projection = Projection.of(engine, kind, length, dimensions, 7)) {
                Tensor squares = projection
                        .apply(scope.of(Tensor.of(identity, length, length)))
                        .square()
                        .sum(false, 1)
                        .toHost();
                for (int i = 0; i < length; i++) {
                    assertTrue(squares.get(i) > 1e-12, kind + " to " + dimensions + " loses coordinate " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void denseVectorsAreNeverProjectedToZero(Projection.Kind kind) {
        try (Scope scope = engine.scope()) {
            for (long seed = 0; seed < 20; seed++) {
                try (Projection projection = Projection.of(engine, kind, 50, 4, seed)) {
                    Tensor squares = projection
                            .apply(scope.of(gaussian(seed, 20, 50)))
                            .square()
                            .sum(false, 1)
                            .toHost();
                    for (int i = 0; i < 20; i++) {
                        assertTrue(squares.get(i) > 0);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameForEveryBatchSizeAndAlmostForEveryPrecisionAndThreadCount(Projection.Kind kind) {
        Tensor vectors = gaussian(4, VECTORS, LENGTH);
        double[] all = projected(engine, kind, vectors);
        double[] pieces = new double[all.length];
        int width = all.length / VECTORS;
        for (int i = 0; i < VECTORS; i += 5) {
            double[] part = projected(engine, kind, vectors.rows(i, Math.min(VECTORS, i + 5)));
            System.arraycopy(part, 0, pieces, i * width, part.length);
        }
        assertArrayEquals(all, pieces, 1e-12 * LENGTH);
        double[] narrow = projected(other, kind, vectors);
        assertArrayEquals(all, narrow, 1e-5 * Math.sqrt(LENGTH));
    }

    /** Where the matrix is too large to keep, its signs are kept as bits, or it is drawn again and again. */
    @ParameterizedTest
    @EnumSource(names = {"RADEMACHER", "NORMAL"})
    void whatIsNotKeptIsTheSame(Projection.Kind kind) {
        int dimensions = 4096;
        for (ExecutionEngine where : List.of(engine, other)) {
            Tensor vectors = gaussian(5, 3, 1500);
            try (Scope scope = where.scope();
                    Projection kept = Projection.of(where, kind, 1500, dimensions, 3);
                    Projection partly = new DenseProjection(where, kind, 1500, dimensions, 3, 17L << 20);
                    Projection bits = new DenseProjection(where, kind, 1500, dimensions, 3, 1L << 20);
                    Projection nothing = new DenseProjection(where, kind, 1500, dimensions, 3, 0)) {
                double[] expected = host(kept.apply(scope.of(vectors)));
                assertArrayEquals(expected, host(partly.apply(scope.of(vectors))));
                assertArrayEquals(expected, host(bits.apply(scope.of(vectors))));
                assertArrayEquals(expected, host(nothing.apply(scope.of(vectors))));
            }
        }
    }

    private static double[] host(DeviceArray values) {
        return values.toHost().toFloat64().doubles();
    }

    private static double[] projected(ExecutionEngine where, Projection.Kind kind, Tensor vectors) {
        try (Scope scope = where.scope();
                Projection projection =
                        Projection.of(where, kind, vectors.shape().dim(1), DIMENSIONS, 3)) {
            assertEquals(kind == Projection.Kind.NONE ? vectors.shape().dim(1) : DIMENSIONS, projection.width());
            return projection.apply(scope.of(vectors)).toHost().toFloat64().doubles();
        }
    }

    private static DeviceArray unit(DeviceArray vectors) {
        return vectors.divide(vectors.square().sum(true, 1).sqrt());
    }

    private static double[] products(DeviceArray vectors) {
        return vectors.matmul(vectors.transpose(0, 1)).toHost().doubles();
    }

    private static void assertBounded(double[] expected, double[] found) {
        double epsilon = bound(VECTORS * (VECTORS + 1) / 2);
        assertArrayEquals(expected, found, epsilon);
    }
}

package dev.whence.engine.attribution.influence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.GoldenScores;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directions of largest curvature and the scores in them, from the reference's start vector. */
class ArnoldiTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    private static Checkpoint checkpoint(String model) {
        AttributionTask task = golden.task(model, "s0");
        return new Checkpoint(
                task, task.network(), List.copyOf(task.network().parameters().keySet()), 0);
    }

    private static ArnoldiSettings settings(double damping, int directions, int images) {
        return new ArnoldiSettings(damping, directions, 60, TestFunction.LOSS, Relative.NONE, images, "");
    }

    private static Tensor stored(String model, String name) {
        try (NpzFile arrays = NpzFile.open(GoldenAttribution.file(model + "/intermediates.npz"))) {
            return arrays.read(name);
        }
    }

    /**
     * How far apart two runs of the reference are whose dampings differ by 0.9: in exact arithmetic every eigenvalue moves by
     * that. Rounding moves those that the iteration has not found well; where the other run lacks one, nothing is known.
     */
    private static double[] spread(double[] expected) {
        double[] other = stored("g3", "arnoldi_eigvals").doubles();
        return Arrays.stream(expected)
                .map(value -> Arrays.stream(other)
                        .map(found -> Math.abs(found + 0.9 - value))
                        .min()
                        .orElseThrow())
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "g1, if_arnoldi, arnoldi_eigvals, 0.01, 50, 0",
        "g3, if_arnoldi_k30_it60_reg1, arnoldi_reg1_eigvals, 1, 30, 200"
    })
    void valuesAndScoresEqualTheReference(
            String model, String key, String eigenvalues, double damping, int directions, int images) {
        Checkpoint at = checkpoint(model);
        ArnoldiSettings settings = settings(damping, directions, images);
        Arnoldi found = Arnoldi.fit(at, settings, stored(model, "arnoldi_v0"), Progress.none());
        double[] expected = stored(model, eigenvalues).doubles();
        double[] uncertain = model.equals("g3") ? spread(expected) : new double[expected.length];
        int tight = 0;
        for (int r = 0; r < expected.length; r++) {
            assertEquals(expected[r], found.values().get(r), 1e-6 + 10 * uncertain[r], "eigenvalue " + r);
            tight += uncertain[r] < 1e-7 ? 1 : 0;
        }
        assertTrue(tight >= 20, "only " + tight + " eigenvalues compared tightly");

        InfluenceAttributor attributor = InfluenceAttributor.restore(
                at.task(),
                settings,
                Arnoldi.method(settings),
                Map.of("checkpoint0_values", found.values(), "checkpoint0_directions", found.directions()));
        GoldenScores.check(GoldenScores.key(model, key), golden.error(model, key, 1, attributor, at.task()));
    }

    @Test
    void negativeCurvatureStopsWithTheDampingToUse() {
        Checkpoint at = checkpoint("g3");
        WorkFailedException failure = assertThrows(
                WorkFailedException.class,
                () -> Arnoldi.fit(at, settings(0.1, 30, 200), stored("g3", "arnoldi_v0"), Progress.none()));
        assertTrue(
                failure.sentence().startsWith("3 of the 30 directions of largest curvature have negative curvature"),
                failure.sentence());
        assertTrue(failure.sentence().contains("raise the damping, for example to 1.2"), failure.sentence());
    }

    @Test
    void moreThanMemoryHoldsIsRefused() {
        ArnoldiSettings settings = GoldenAttribution.settings(new ArnoldiMethod(), "");
        Arnoldi.requireMemory(11_000_000, settings, Precision.FLOAT32, 7_000_000_000L);
        BadInputException refusal = assertThrows(
                BadInputException.class,
                () -> Arnoldi.requireMemory(11_000_000, settings, Precision.FLOAT32, 6_000_000_000L));
        assertEquals(
                "100 iterations and 50 directions of 11,000,000 parameters take 6.6 GB, with 6.0 GB of memory free and at most"
                        + " 2,147,483,647 numbers in all directions together; choose fewer iterations, directions or parameters.",
                refusal.sentence());
    }

    @Test
    void aSpaceSmallerThanTheIterationIsFoundComplete() {
        double[] diagonal = {3, -2, 1};
        try (var scope = golden.engine().scope()) {
            var weights = scope.of(Tensor.of(diagonal, 3));
            KrylovSpace space = KrylovSpace.build(
                    scope.of(Tensor.of(new double[] {1, 1, 1}, 3)),
                    10,
                    "test",
                    Progress.none(),
                    (vector, step) -> vector.multiply(weights));
            KrylovSpace.Leading all = space.leading(5, Progress.none());
            assertArrayEquals(new double[] {1, -2, 3}, all.values(), 1e-12);
            double[] directions = all.directions().doubles();
            assertEquals(1, Math.abs(directions[2]), 1e-12);
            assertEquals(1, Math.abs(directions[4]), 1e-12);
            assertEquals(1, Math.abs(directions[6]), 1e-12);
        }
    }
}

package dev.whence.engine.attribution.dual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark's baseline is the published algorithm: it reproduces stored runs bit for bit. */
class CyclicDescentTest {

    private final Map<String, Tensor> golden = Golden.read("unit_cs_solver");

    @Test
    void drawsTheStoredWords() {
        MersenneTwister random = new MersenneTwister(5);
        long[] words = LongStream.generate(random::word).limit(20).toArray();
        assertArrayEquals(golden.get("rng/seed5_first20_uint32").longs(), words);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.1, 2", "0.1, 3", "0.1, 10", "1.0, 1", "1.0, 2", "1.0, 3", "1.0, 10"})
    void reproducesTheFirstPasses(String c, int passes) {
        CyclicDescent descent = descent(identity(30), Double.parseDouble(c));
        descent.run(1e-300, passes, () -> false);
        assertArrayEquals(golden.get("trace_C" + c + "/alpha_epoch" + passes).doubles(), descent.alpha());
    }

    @ParameterizedTest
    @CsvSource({"0.1", "1.0"})
    void reproducesTheConvergedRun(String c) {
        CyclicDescent descent = descent(identity(30), Double.parseDouble(c));
        descent.run(1e-4, 100_000, () -> false);
        assertEquals(golden.get("trace_C" + c + "/iterations_eps1e-4").get(0), descent.passes());
        assertArrayEquals(golden.get("trace_C" + c + "/alpha_eps1e-4").doubles(), descent.alpha());
    }

    private CyclicDescent descent(int[] samples, double c) {
        double[] features = golden.get("X").doubles();
        double[][] rows = new double[samples.length][];
        int[] labels = new int[samples.length];
        int[] grouped = IntStream.of(samples)
                .boxed()
                .sorted((a, b) ->
                        Long.compare(golden.get("y").longs()[a], golden.get("y").longs()[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < grouped.length; i++) {
            rows[i] = new double[5];
            System.arraycopy(features, grouped[i] * 4, rows[i], 0, 4);
            rows[i][4] = 1;
            labels[i] = (int) golden.get("y").longs()[grouped[i]];
        }
        return new CyclicDescent(rows, labels, 3, c, 5);
    }

    private static int[] identity(int count) {
        return IntStream.range(0, count).toArray();
    }
}

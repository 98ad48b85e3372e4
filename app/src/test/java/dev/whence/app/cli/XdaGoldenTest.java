package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pair maps of colour images from the command line, in float32, against the reference's in float64. */
class XdaGoldenTest {

    /** Three times what the reference itself is off in float32: some denominators of training images nearly cancel. */
    private static final double TRAIN = 3 * 4.2343e-3;

    private static final double TEST = 1e-4;

    @TempDir
    private Path folder;

    @Test
    void pairMapsAreTheReferences() {
        Map<String, Tensor> stored = NpzFile.readAll(resource("xda-maps.npz"));
        Tensor pairs = stored.get("pairs");
        int count = pairs.shape().dim(0);
        String wanted = IntStream.range(0, count)
                .mapToObj(p -> pairs.longs()[2 * p] + ":" + pairs.longs()[2 * p + 1])
                .collect(Collectors.joining(","));
        Path out = folder.resolve("out.npz");
        TestConsole console = new TestConsole();
        assertEquals(
                CommandRunner.DONE,
                console.run(Fixtures.words(
                        "xda",
                        "--cache=none",
                        "--model",
                        resource("xda-m4.pt"),
                        "--train",
                        resource("xda-train.npz"),
                        "--test",
                        resource("xda-test.npz"),
                        "--mean=0.4914,0.4822,0.4465",
                        "--std=0.2470,0.2435,0.2616",
                        "--set=c=0.0001",
                        "--composite=EpsilonPlusFlat",
                        "--canonizer=merge-batchnorm",
                        "--zero-bias",
                        "--pairs=" + wanted,
                        "--out",
                        out)),
                () -> console.errorLines().toString());
        Tensor scores;
        Tensor train;
        Tensor test;
        try (NpzFile found = NpzFile.open(out)) {
            scores = found.read("score");
            train = found.read("train_relevance");
            test = found.read("test_relevance");
        }
        double[] trainErrors = new double[count];
        for (int p = 0; p < count; p++) {
            // A support vector machine on fifteen images gives other scores; maps are proportional to them.
            double score = scores.get(p);
            assertNotEquals(0, score);
            double factor = stored.get("score").get(p) / score;
            trainErrors[p] = error(train, factor, stored.get("train"), p);
            assertTrue(error(test, factor, stored.get("test"), p) <= TEST, "test of pair " + p);
            assertTrue(trainErrors[p] <= TRAIN, "training map of pair " + p + ": " + trainErrors[p]);
        }
        assertTrue(IntStream.range(0, count).filter(p -> trainErrors[p] <= TEST).count() >= count - 2);
    }

    /** The largest difference over the largest stored value. */
    private static double error(Tensor channels, double factor, Tensor stored, int pair) {
        int size = stored.size() / stored.shape().dim(0);
        int depth = channels.shape().dim(1);
        double worst = 0;
        double largest = 0;
        for (int at = 0; at < size; at++) {
            double sum = 0;
            for (int c = 0; c < depth; c++) {
                sum += channels.get((pair * depth + c) * size + at);
            }
            double expected = stored.get(pair * size + at);
            worst = Math.max(worst, Math.abs(factor * sum - expected));
            largest = Math.max(largest, Math.abs(expected));
        }
        return worst / largest;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(XdaGoldenTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

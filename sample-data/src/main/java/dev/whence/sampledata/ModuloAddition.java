package dev.whence.sampledata;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.model.file.NetworkFiles;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Addition modulo a number, after ExPLAIND's experiment (Eichin et al. 2025): every pair {@code a >= b} once, as the one-hot
 * tokens {@code a + b =}, labelled {@code (a + b) mod modulus}. Some pairs are for training, the others for tests; both
 * are sorted by {@code a + b}.
 *
 * @param folder of all files
 */
public record ModuloAddition(Path folder, int modulus) {

    /** Small enough to keep every step of a training, large enough for a network to find out what addition is. */
    public static final int USUAL_MODULUS = 37;

    /** More than in the experiment (4000 of 6441 pairs): of a smaller modulus there are fewer pairs to learn from. */
    private static final double TRAINING_SHARE = 0.85;

    private static final int SMALLEST = 5;
    private static final int LARGEST = 99;
    private static final int TOKENS = 4;

    /** Two numbers to add. */
    private record Sum(int a, int b) {}

    /**
     * Writes training and test sums and a network that has learnt nothing yet.
     *
     * @param folder created if it is not there
     * @param seed of the choice of training sums and of the starting weights
     * @throws BadInputException if the modulus is not between 5 and 99
     * @throws WorkFailedException if the folder cannot be written to
     */
    public static ModuloAddition in(Path folder, int modulus, long seed) {
        if (modulus < SMALLEST || modulus > LARGEST) {
            throw new BadInputException(
                    "The modulus is " + modulus + "; give one between " + SMALLEST + " and " + LARGEST + ".");
        }
        ModuloAddition example = new ModuloAddition(folder, modulus);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WorkFailedException("Cannot make the folder " + folder + "; choose another place.", e);
        }
        List<Sum> all = new ArrayList<>();
        for (int a = 0; a < modulus; a++) {
            for (int b = 0; b <= a; b++) {
                all.add(new Sum(a, b));
            }
        }
        Collections.shuffle(all, new Random(seed));
        int training = (int) Math.round(TRAINING_SHARE * all.size());
        example.write(example.trainingSums(), all.subList(0, training));
        example.write(example.testSums(), all.subList(training, all.size()));
        Shape input = Shape.of(1, TOKENS, modulus + 2);
        NetworkFiles.write(folder, Architecture.MODULO_TRANSFORMER.build(input, modulus, true, seed));
        return example;
    }

    private void write(Path file, List<Sum> chosen) {
        List<Sum> sums = chosen.stream()
                .sorted(Comparator.comparingInt((Sum sum) -> sum.a() + sum.b()).thenComparingInt(Sum::a))
                .toList();
        int words = modulus + 2;
        float[] values = new float[sums.size() * TOKENS * words];
        long[] labels = new long[sums.size()];
        byte[] pictures = new byte[sums.size() * DigitTiles.SIDE * DigitTiles.SIDE];
        for (int i = 0; i < sums.size(); i++) {
            Sum sum = sums.get(i);
            int[] tokens = {sum.a(), modulus, sum.b(), modulus + 1};
            for (int t = 0; t < TOKENS; t++) {
                values[(i * TOKENS + t) * words + tokens[t]] = 1;
            }
            labels[i] = Math.floorMod(sum.a() + sum.b(), modulus);
            byte[] tile = DigitTiles.of(sum.a(), sum.b());
            System.arraycopy(tile, 0, pictures, i * tile.length, tile.length);
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("input", Tensor.of(values, sums.size(), 1, TOKENS, words));
        arrays.put("labels", Tensor.of(labels, sums.size()));
        arrays.put("pictures", Tensor.of(pictures, sums.size(), DigitTiles.SIDE, DigitTiles.SIDE));
        NpzWriter.write(file, arrays);
    }

    /** The sums to train on, network input as it is. */
    public Path trainingSums() {
        return folder.resolve("train.npz");
    }

    /** The other sums. */
    public Path testSums() {
        return folder.resolve("test.npz");
    }

    /** The network with its starting weights. */
    public Path network() {
        return folder.resolve(NetworkFiles.NETWORK);
    }

    /** The possible sums by class number. */
    public List<String> classNames() {
        return IntStream.range(0, modulus).mapToObj(Integer::toString).toList();
    }

    /**
     * Everything needed to open the example.
     *
     * @param cache folder of stored results; absent stores nothing
     */
    public WorkspaceSpec spec(ExecutionSettings execution, @Nullable Path cache) {
        return new WorkspaceSpec(
                network(),
                new WorkspaceSpec.DataSource(trainingSums(), true, null),
                new WorkspaceSpec.DataSource(testSums(), true, null),
                Preprocessing.none(),
                classNames(),
                null,
                execution,
                cache,
                0);
    }
}

package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.attribution.Targets;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * The numbers that are explained, the same number of them for each test image, test by test: an output of a class, or the
 * difference of two.
 *
 * @param perTest numbers of one test image
 * @param positive class of each, {@code [tests * perTest]}
 * @param negative class subtracted from it, or -1, {@code [tests * perTest]}
 * @param classes outputs of the network
 */
public record ExplainedOutputs(int perTest, int[] positive, int[] negative, int classes) {

    public ExplainedOutputs {
        if (perTest < 1 || positive.length % perTest != 0 || positive.length != negative.length) {
            throw new IllegalArgumentException(perTest + " outputs a test, " + positive.length + " in all");
        }
        positive = positive.clone();
        negative = negative.clone();
    }

    /** Every class of every test image. */
    public static ExplainedOutputs all(int tests, int classes) {
        int[] positive = new int[tests * classes];
        Arrays.setAll(positive, i -> i % classes);
        int[] negative = new int[positive.length];
        Arrays.fill(negative, -1);
        return new ExplainedOutputs(classes, positive, negative, classes);
    }

    /** One number for each test image. */
    public static ExplainedOutputs of(Targets targets, int classes) {
        return new ExplainedOutputs(1, targets.positive(), targets.negative(), classes);
    }

    /** Number of test images. */
    public int tests() {
        return positive.length / perTest;
    }

    /** Number of explained numbers, those of all test images together. */
    public int size() {
        return positive.length;
    }

    /** The weight of each class in some of the numbers, {@code [to - from, classes]}. */
    Tensor weights(int from, int to) {
        double[] weights = new double[(to - from) * classes];
        for (int i = from; i < to; i++) {
            weights[(i - from) * classes + positive[i]] += 1;
            if (negative[i] >= 0) {
                weights[(i - from) * classes + negative[i]] -= 1;
            }
        }
        return Tensor.of(weights, to - from, classes);
    }

    /** The test image of each of some of the numbers. */
    int[] tests(int from, int to) {
        int[] tests = new int[to - from];
        Arrays.setAll(tests, i -> (from + i) / perTest);
        return tests;
    }
}

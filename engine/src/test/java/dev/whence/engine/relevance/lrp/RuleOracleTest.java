package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of weighted sums against single contributions of a dense matrix, summed up one by one. */
class RuleOracleTest {

    private static final int BATCH = 3;
    private static final double[] LOW = {-1.5, -2, -1, -3};
    private static final double[] HIGH = {1, 2.5, 3, 2};

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** A layer as a matrix. */
    private record Dense(double[][] matrix, double[] bias, boolean[][] connected, int[] channelOfInput) {}

    @ParameterizedTest
    @CsvSource({
        "linear, 1",
        "linear, 2",
        "plain, 3",
        "plain, 4",
        "strided, 5",
        "strided, 6",
        "depthwise, 7",
        "depthwise, 8",
        "dilated, 9",
        "dilated, 10"
    })
    void everyRuleEqualsTheSumOfContributions(String kind, long seed) {
        Random random = new Random(seed);
        Shape input = kind.equals("linear") ? Shape.of(4) : Shape.of(4, 5, 6);
        Op op = layer(kind);
        Shape output = outputShape(op, input);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        int outputs = output.dim(0);
        int[] weightShape =
                op instanceof Op.Conv2d conv ? new int[] {outputs, 4 / conv.groups(), 3, 3} : new int[] {outputs, 4};
        weights.put("weight", gaussian(random, weightShape));
        weights.put("bias", gaussian(random, outputs));
        Network network = new Network(
                List.of(new Node("input", new Op.Input(), List.of(), input), new Node("layer", op, List.of(0), output)),
                1,
                weights,
                Map.of());
        Tensor x = gaussian(random, input.prepend(BATCH).toArray());
        Tensor above = gaussian(random, output.prepend(BATCH).toArray());
        Dense dense = dense(op, input, output, weights);
        try (NetworkRunner runner = engine.load(network)) {
            for (Rule rule : rules()) {
                for (boolean zeroBias : new boolean[] {false, true}) {
                    RulePlan plan = new RulePlan(network, List.of(rule, rule), zeroBias);
                    Tensor below = new RelevancePass(runner, plan)
                            .propagate(x, 1, above, 0)
                            .get(0);
                    double[] expected = slowly(rule, zeroBias, dense, x, above);
                    double largest =
                            Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                    assertArrayEquals(expected, below.doubles(), 1e-9 * largest, rule.label() + " " + zeroBias);
                }
            }
        }
    }

    private static List<Rule> rules() {
        return List.of(
                new Rule.Epsilon(Stabilizer.DEFAULT),
                new Rule.Epsilon(Stabilizer.adding(0.25)),
                new Rule.ZPlus(Stabilizer.DEFAULT),
                new Rule.AlphaBeta(2, 1, Stabilizer.DEFAULT),
                new Rule.AlphaBeta(1, 0, Stabilizer.DEFAULT),
                new Rule.Gamma(0.25, Stabilizer.DEFAULT),
                new Rule.ZBox(Tensor.of(LOW, 4), Tensor.of(HIGH, 4), Stabilizer.DEFAULT),
                new Rule.WSquare(Stabilizer.DEFAULT),
                new Rule.Flat(Stabilizer.DEFAULT));
    }

    private static double[] slowly(Rule rule, boolean zeroBias, Dense dense, Tensor x, Tensor above) {
        int inputs = dense.matrix()[0].length;
        int outputs = dense.matrix().length;
        double[] below = new double[x.size()];
        for (int n = 0; n < BATCH; n++) {
            for (int j = 0; j < outputs; j++) {
                double[] share =
                        shares(rule, zeroBias, dense, Arrays.copyOfRange(x.doubles(), n * inputs, (n + 1) * inputs), j);
                for (int i = 0; i < inputs; i++) {
                    below[n * inputs + i] += share[i] * above.get(n * outputs + j);
                }
            }
        }
        return below;
    }

    /** Which part of the relevance of output j each input gets. */
    private static double[] shares(Rule rule, boolean zeroBias, Dense dense, double[] x, int j) {
        double[] w = dense.matrix()[j];
        double trueBias = dense.bias()[j];
        double b = zeroBias ? 0 : trueBias;
        double[] c = new double[x.length];
        double z = trueBias;
        for (int i = 0; i < x.length; i++) {
            c[i] = x[i] * w[i];
            z += c[i];
        }
        if (rule instanceof Rule.Epsilon epsilon) {
            return parts(c, b, epsilon.stabilizer().epsilon());
        }
        if (rule instanceof Rule.ZPlus) {
            return parts(up(c), Math.max(b, 0), 1e-6);
        }
        if (rule instanceof Rule.AlphaBeta both) {
            double[] positive = parts(up(c), Math.max(b, 0), 1e-6);
            double[] negative = parts(down(c), Math.min(b, 0), 1e-6);
            double[] share = new double[c.length];
            Arrays.setAll(share, i -> both.alpha() * positive[i] - both.beta() * negative[i]);
            return share;
        }
        if (rule instanceof Rule.Gamma gamma) {
            boolean active = z > 0;
            double[] favoured = active ? up(c) : down(c);
            double[] weighted = new double[c.length];
            Arrays.setAll(weighted, i -> c[i] + gamma.gamma() * favoured[i]);
            return parts(weighted, b + gamma.gamma() * (active ? Math.max(b, 0) : Math.min(b, 0)), 1e-6);
        }
        double[] special = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            int channel = dense.channelOfInput()[i];
            if (rule instanceof Rule.ZBox) {
                special[i] = c[i] - LOW[channel] * Math.max(w[i], 0) - HIGH[channel] * Math.min(w[i], 0);
            } else if (rule instanceof Rule.WSquare) {
                special[i] = w[i] * w[i];
            } else {
                special[i] = dense.connected()[j][i] ? 1 : 0;
            }
        }
        return parts(special, rule instanceof Rule.WSquare ? b * b : 0, 1e-6);
    }

    private static double[] parts(double[] contributions, double bias, double epsilon) {
        double sum = Arrays.stream(contributions).sum() + bias;
        double denominator = sum >= 0 ? sum + epsilon : sum - epsilon;
        return Arrays.stream(contributions).map(c -> c / denominator).toArray();
    }

    private static double[] up(double[] values) {
        return Arrays.stream(values).map(v -> Math.max(v, 0)).toArray();
    }

    private static double[] down(double[] values) {
        return Arrays.stream(values).map(v -> Math.min(v, 0)).toArray();
    }

    private static Op layer(String kind) {
        return switch (kind) {
            case "linear" -> new Op.Linear("weight", "bias");
            case "plain" -> new Op.Conv2d("weight", "bias", Pair.of(1), Pair.of(1), Pair.of(1), 1);
            case "strided" -> new Op.Conv2d("weight", "bias", new Pair(2, 3), new Pair(1, 0), Pair.of(1), 2);
            case "depthwise" -> new Op.Conv2d("weight", "bias", Pair.of(1), Pair.of(1), Pair.of(1), 4);
            default -> new Op.Conv2d("weight", "bias", Pair.of(1), Pair.of(2), Pair.of(2), 1);
        };
    }

    private static Shape outputShape(Op op, Shape input) {
        if (!(op instanceof Op.Conv2d conv)) {
            return Shape.of(3);
        }
        return Shape.of(
                4,
                (input.dim(1)
                                        + 2 * conv.padding().vertical()
                                        - 2 * conv.dilation().vertical()
                                        - 1)
                                / conv.stride().vertical()
                        + 1,
                (input.dim(2)
                                        + 2 * conv.padding().horizontal()
                                        - 2 * conv.dilation().horizontal()
                                        - 1)
                                / conv.stride().horizontal()
                        + 1);
    }

    private static Dense dense(Op op, Shape input, Shape output, Map<String, Tensor> weights) {
        int inputs = (int) input.size();
        int outputs = (int) output.size();
        double[] w = weights.get("weight").doubles();
        double[] b = weights.get("bias").doubles();
        double[][] matrix = new double[outputs][inputs];
        boolean[][] connected = new boolean[outputs][inputs];
        double[] bias = new double[outputs];
        int[] channels = new int[inputs];
        if (!(op instanceof Op.Conv2d conv)) {
            for (int j = 0; j < outputs; j++) {
                bias[j] = b[j];
                Arrays.fill(connected[j], true);
                System.arraycopy(w, j * inputs, matrix[j], 0, inputs);
            }
            Arrays.setAll(channels, i -> i);
            return new Dense(matrix, bias, connected, channels);
        }
        int area = input.dim(1) * input.dim(2);
        Arrays.setAll(channels, i -> i / area);
        int perGroup = input.dim(0) / conv.groups();
        for (int o = 0; o < output.dim(0); o++) {
            int firstChannel = o / (output.dim(0) / conv.groups()) * perGroup;
            for (int y = 0; y < output.dim(1); y++) {
                for (int x = 0; x < output.dim(2); x++) {
                    int row = (o * output.dim(1) + y) * output.dim(2) + x;
                    bias[row] = b[o];
                    for (int tap = 0; tap < perGroup * 9; tap++) {
                        int channel = firstChannel + tap / 9;
                        int atY = y * conv.stride().vertical()
                                - conv.padding().vertical()
                                + tap % 9 / 3 * conv.dilation().vertical();
                        int atX = x * conv.stride().horizontal()
                                - conv.padding().horizontal()
                                + tap % 3 * conv.dilation().horizontal();
                        if (atY >= 0 && atY < input.dim(1) && atX >= 0 && atX < input.dim(2)) {
                            int column = (channel * input.dim(1) + atY) * input.dim(2) + atX;
                            matrix[row][column] += w[o * perGroup * 9 + tap];
                            connected[row][column] = true;
                        }
                    }
                }
            }
        }
        return new Dense(matrix, bias, connected, channels);
    }

    private static Tensor gaussian(Random random, int... shape) {
        return Tensor.of(
                DoubleStream.generate(random::nextGaussian)
                        .limit(Shape.of(shape).size())
                        .toArray(),
                shape);
    }
}

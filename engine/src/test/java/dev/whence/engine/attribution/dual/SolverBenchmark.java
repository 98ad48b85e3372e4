package dev.whence.engine.attribution.dual;

import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Compares the solver with plain cyclic coordinate descent in one process. Arguments: {@code golden [gap]}, {@code path},
 * {@code scaling [smallest largest [c]]}.
 *
 * <p>The baseline is stopped at the first pass at which its relative duality gap is small enough; the time for computing
 * that gap is not charged to it.
 */
public final class SolverBenchmark {

    private static final PrintStream OUT = System.out;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final int REPETITIONS = 5;
    private static final String[] MODELS = {"m1", "m2", "m4"};

    private SolverBenchmark() {}

    public static void main(String[] arguments) {
        String what = arguments.length == 0 ? "golden" : arguments[0];
        switch (what) {
            case "golden" -> golden(arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1e-4);
            case "path" -> path();
            case "scaling" ->
                scaling(
                        arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000,
                        arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50_000,
                        arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0.001);
            default -> throw new IllegalArgumentException("golden [gap] | path | scaling [smallest largest]");
        }
    }

    /** Cold is the first solve of a problem in this process, warm the median of the later ones, taken in turns. */
    private static void golden(double gap) {
        for (String model : MODELS) {
            Map<String, Tensor> golden = Golden.read(model);
            for (double c : new double[] {1, 0.001}) {
                DualSolution[] solved = new DualSolution[1];
                double cold = seconds(() -> solved[0] = solve(golden, c, gap));
                DualSolution solution = solved[0];
                Baseline baseline = new Baseline(golden, c);
                double coldBaseline = baseline.secondsTo(gap);
                double[] ours = new double[REPETITIONS];
                double[] theirs = new double[REPETITIONS];
                for (int r = 0; r < REPETITIONS; r++) {
                    ours[r] = seconds(() -> solve(golden, c, gap));
                    baseline = new Baseline(golden, c);
                    theirs[r] = baseline.secondsTo(gap);
                }
                Arrays.sort(ours);
                Arrays.sort(theirs);
                double warm = ours[REPETITIONS / 2];
                double warmBaseline = theirs[REPETITIONS / 2];
                print(
                        "%s C=%s: whence cold %.3f s, warm %.3f s (gap %.1e, %d sweeps, %d Newton steps);"
                                + " cyclic descent cold %.3f s, warm %.3f s (gap %.1e, %d passes); ratio cold %.1f, warm %.1f%n",
                        model,
                        c,
                        cold,
                        warm,
                        solution.gap(),
                        solution.sweeps(),
                        solution.newtonSteps(),
                        coldBaseline,
                        warmBaseline,
                        baseline.gap(),
                        baseline.passes(),
                        coldBaseline / cold,
                        warmBaseline / warm);
            }
        }
    }

    private static DualSolution solve(String model, double c, double gap) {
        return solve(Golden.read(model), c, gap);
    }

    private static DualSolution solve(Map<String, Tensor> golden, double c, double gap) {
        return CrammerSingerSolver.solve(
                golden.get("features_train"),
                golden.get("labels_train"),
                10,
                c,
                new SolverOptions(gap, 100_000, 1),
                Progress.none());
    }

    private static void path() {
        double[] cs = {0.0001, 0.001, 0.01, 0.1, 1};
        solve("m4", 1, 1e-8);
        for (String model : MODELS) {
            Map<String, Tensor> golden = Golden.read(model);
            SolverOptions options = new SolverOptions(1e-8, 100_000, 1);
            double dearest = 0;
            double sum = 0;
            for (double c : cs) {
                double one = seconds(() -> solve(model, c, 1e-8));
                dearest = Math.max(dearest, one);
                sum += one;
            }
            double whole = seconds(() -> CrammerSingerSolver.solvePath(
                    golden.get("features_train"), golden.get("labels_train"), 10, cs, options, Progress.none()));
            print(
                    "%s path of 5: %.3f s, dearest single %.3f s (ratio %.2f), all singles %.3f s%n",
                    model, whole, dearest, whole / dearest, sum);
        }
    }

    private static void scaling(int smallest, int largest, double c) {
        synthetic(smallest / 5, c);
        double small = synthetic(smallest, c);
        double large = synthetic(largest, c);
        print(
                "exponent from %,d to %,d: %.2f%n",
                smallest, largest, Math.log(large / small) / Math.log((double) largest / smallest));
    }

    /** Ten overlapping classes in 512 rectified features: three tenths of the directions tell the classes apart. */
    private static double synthetic(int samples, double c) {
        int dimensions = 512;
        Random random = new Random(11);
        float[] means = new float[10 * dimensions];
        for (int i = 0; i < means.length; i++) {
            means[i] = random.nextInt(10) < 3 ? (float) random.nextGaussian() * 0.5f : 0;
        }
        float[] features = new float[samples * dimensions];
        long[] labels = new long[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % 10;
            for (int j = 0; j < dimensions; j++) {
                float value = means[(int) labels[i] * dimensions + j] + (float) random.nextGaussian();
                features[i * dimensions + j] = Math.max(0, value);
            }
        }
        DualSolution[] solution = new DualSolution[1];
        double taken = seconds(() -> solution[0] = CrammerSingerSolver.solve(
                Tensor.of(features, samples, dimensions),
                Tensor.of(labels, samples),
                10,
                c,
                new SolverOptions(1e-4, 100_000, 1),
                Progress.none()));
        Runtime runtime = Runtime.getRuntime();
        print(
                "%,d samples: %.2f s, gap %.1e, %d sweeps, %d Newton steps, %d MB used%n",
                samples,
                taken,
                solution[0].gap(),
                solution[0].sweeps(),
                solution[0].newtonSteps(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        return taken;
    }

    /** Processor time of this thread, which other work on the machine does not lengthen as it does the time on the wall. */
    private static double seconds(Runnable work) {
        long start = CLOCK.getCurrentThreadCpuTime();
        work.run();
        return (CLOCK.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static void print(String format, Object... values) {
        OUT.print(String.format(Locale.ROOT, format, values));
    }

    /** Cyclic descent with a watch that stands still while the gap is computed. */
    private static final class Baseline {

        private static final int LIMIT = 100_000;

        private final CyclicDescent descent;
        private final DualProblem problem;
        private final int[] order;
        private final double c;
        private double gap = 1;
        private long watching;

        Baseline(Map<String, Tensor> golden, double c) {
            this.c = c;
            Tensor features = golden.get("features_train");
            Tensor labels = golden.get("labels_train");
            this.problem = DualProblem.of(features, labels, 10);
            int n = problem.samples();
            int d = problem.dimensions();
            this.order = java.util.stream.IntStream.range(0, n)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(problem.label(a), problem.label(b)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[][] rows = new double[n][d + 1];
            int[] sorted = new int[n];
            for (int i = 0; i < n; i++) {
                sorted[i] = problem.label(order[i]);
                for (int j = 0; j < d; j++) {
                    rows[i][j] = features.get(order[i] * d + j);
                }
                rows[i][d] = 1;
            }
            this.descent = new CyclicDescent(rows, sorted, 10, c, 42);
        }

        double secondsTo(double goal) {
            double whole = seconds(() -> descent.run(0, LIMIT, () -> watch(goal)));
            watch(-1);
            return whole - watching / 1e9;
        }

        private boolean watch(double goal) {
            if (goal > 0 && descent.passes() % Math.max(1, descent.passes() / 50) != 0) {
                return false;
            }
            long start = CLOCK.getCurrentThreadCpuTime();
            double[] alpha = new double[descent.alpha().length];
            for (int i = 0; i < order.length; i++) {
                System.arraycopy(descent.alpha(), i * 10, alpha, order[i] * 10, 10);
            }
            gap = Pricing.of(new DualState(problem, c, alpha), Progress.none()).gap();
            watching += CLOCK.getCurrentThreadCpuTime() - start;
            return gap <= goal;
        }

        double gap() {
            return gap;
        }

        int passes() {
            return descent.passes();
        }
    }
}

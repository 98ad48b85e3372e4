package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.store.TemporaryFolders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Time and memory of the path kernel against {@link TextbookPathKernel} on the same history, one thread.
 *
 * <pre>
 * PathKernelBenchmark time                    the stored training, all 60 numbers and one
 * PathKernelBenchmark memory whence|textbook  2,000 images, 50,000 parameters, 10 numbers; each in a process of its own,
 *                                             with -Xms96m -Xmx96m -XX:+AlwaysPreTouch and MALLOC_MMAP_THRESHOLD_=262144
 * PathKernelBenchmark growth                  time for more images and for more steps
 * </pre>
 */
final class PathKernelBenchmark {

    private static final PathKernelOptions ONE_POINT =
            PathKernelOptions.standard().with(OutputKind.LOG_SOFTMAX).with(Quadrature.fixed(1));

    private PathKernelBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            switch (arguments[0]) {
                case "time" -> time(engine);
                case "memory" -> memory(engine, arguments[1].equals("whence"));
                default -> growth(engine);
            }
        }
    }

    /** @param seconds of processor time */
    private record Run(double seconds, double error) {}

    /** Time that this thread, which does all the work, has had a processor for, in nanoseconds: other programs do not count. */
    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void time(ExecutionEngine engine) {
        GoldenTrajectory run = new GoldenTrajectory("adamw_s0");
        ExplainedOutputs all = ExplainedOutputs.all(6, 10);
        ExplainedOutputs one = new ExplainedOutputs(1, new int[] {3}, new int[] {-1}, 10);
        // Until the virtual machine has compiled what both sides share; the textbook way takes long enough to do so
        // itself.
        for (int warming = 0; warming < 24; warming++) {
            whence(engine, run.network, run.finalLayer, run, run.tests(), warming % 4 == 0 ? all : one);
        }
        List<Run> textbooks = new ArrayList<>();
        List<Run> alls = new ArrayList<>();
        List<Run> ones = new ArrayList<>();
        // In turns, so that other work on the machine slows all sides down alike.
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < 3; i++) {
                alls.add(whence(engine, run.network, run.finalLayer, run, run.tests(), all));
                ones.add(whence(engine, run.network, run.finalLayer, run, run.tests(), one));
            }
            textbooks.add(textbook(engine, run.network, run.finalLayer, run, run.tests(), all, 20));
        }
        Run textbook = median(textbooks);
        Run ours = median(alls);
        Run single = median(ones);
        print("textbook, 20 points, 60 numbers  %7.2f s   mean |reconstruction - network| %.1e", textbook);
        print("whence, closed, 60 numbers       %7.2f s   mean |reconstruction - network| %.1e", ours);
        print("whence, closed, 1 number         %7.2f s   mean |reconstruction - network| %.1e", single);
        System.out.printf(
                Locale.ROOT,
                "all numbers %.1f times as fast, one number %.1f times%n",
                textbook.seconds / ours.seconds,
                textbook.seconds / single.seconds);
    }

    private static void print(String format, Run run) {
        System.out.printf(Locale.ROOT, format + "%n", run.seconds, run.error);
    }

    private static Run median(List<Run> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Run::seconds))
                .toList()
                .get(runs.size() / 2);
    }

    private static List<Run> threeTimes(Supplier<Run> attempt) {
        return List.of(attempt.get(), attempt.get(), attempt.get());
    }

    private static Run whence(
            ExecutionEngine engine,
            Network network,
            int finalLayer,
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs) {
        long start = processor();
        try (TemporaryFolders temporary = new TemporaryFolders();
                Dynamics dynamics = new PathKernel(engine, network, finalLayer)
                        .explain(
                                trajectory,
                                tests,
                                outputs,
                                ONE_POINT,
                                List.of(),
                                GrowingResult.at(temporary.make("benchmark").resolve("dynamics")),
                                Progress.none())) {
            double seconds = (processor() - start) / 1e9;
            double error = 0;
            for (int j = 0; j < outputs.size(); j++) {
                error += Math.abs(dynamics.predicted(j) - dynamics.actual(j)) / outputs.size();
            }
            return new Run(seconds, error);
        }
    }

    private static Run textbook(
            ExecutionEngine engine,
            Network network,
            int finalLayer,
            Trajectory trajectory,
            ModelInputs tests,
            ExplainedOutputs outputs,
            int points) {
        long start = processor();
        try (PathNetwork path = new PathNetwork(engine, network, finalLayer, OutputKind.LOG_SOFTMAX)) {
            TextbookPathKernel.Result result = new TextbookPathKernel(path, trajectory, outputs, points).run(tests);
            double error = 0;
            for (int j = 0; j < outputs.size(); j++) {
                error += Math.abs(result.predicted()[j] - result.actual()[j]) / outputs.size();
            }
            return new Run((processor() - start) / 1e9, error);
        }
    }

    private static void memory(ExecutionEngine engine, boolean ours) throws IOException, InterruptedException {
        // Few parameters and many steps: everything is compiled, little memory is asked for.
        SyntheticTrajectory small = new SyntheticTrajectory(200, 50, 100, 4);
        ExplainedOutputs outputs = ExplainedOutputs.all(1, SyntheticTrajectory.CLASSES);
        run(engine, small, outputs, ours);
        // The same sizes once, so that work buffers of the numerical library do not count.
        run(engine, new SyntheticTrajectory(100, 100, 3, 62), outputs, ours);
        System.gc();
        SyntheticTrajectory large = new SyntheticTrajectory(2000, 100, 20, 62);
        long before = anonymous();
        long[] most = {before};
        Thread watch = new Thread(() -> {
            try {
                while (true) {
                    most[0] = Math.max(most[0], anonymous());
                    Thread.sleep(5);
                }
            } catch (InterruptedException | IOException end) {
                Thread.currentThread().interrupt();
            }
        });
        watch.start();
        Run run = run(engine, large, outputs, ours);
        watch.interrupt();
        watch.join();
        System.out.printf(
                Locale.ROOT,
                "%s: 2,000 images, %,d parameters, %d numbers, 20 steps: %.1f MB above the start, %.1f s%n",
                ours ? "whence" : "textbook",
                large.network.parameterCount(),
                outputs.size(),
                (most[0] - before) / 1e6,
                run.seconds);
    }

    private static Run run(
            ExecutionEngine engine, SyntheticTrajectory trajectory, ExplainedOutputs outputs, boolean ours) {
        return ours
                ? whence(engine, trajectory.network, 4, trajectory, trajectory, outputs)
                : textbook(engine, trajectory.network, 4, trajectory, trajectory, outputs, 20);
    }

    /** Memory of this process that is not a mapped file, in bytes (Linux). */
    private static long anonymous() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IllegalStateException("no RssAnon");
    }

    private static void growth(ExecutionEngine engine) {
        ExplainedOutputs one = new ExplainedOutputs(1, new int[] {3}, new int[] {-1}, SyntheticTrajectory.CLASSES);
        run(engine, new SyntheticTrajectory(256, 64, 4, 62), one, true);
        int[] images = {500, 1000, 2000, 4000};
        double[] byImages = new double[images.length];
        for (int i = 0; i < images.length; i++) {
            SyntheticTrajectory epoch = new SyntheticTrajectory(images[i], 100, images[i] / 100, 62);
            byImages[i] = median(threeTimes(() -> run(engine, epoch, one, true))).seconds;
        }
        int[] steps = {10, 20, 40, 80};
        double[] bySteps = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            SyntheticTrajectory run = new SyntheticTrajectory(1000, 100, steps[i], 62);
            bySteps[i] = median(threeTimes(() -> run(engine, run, one, true))).seconds;
        }
        report("images of one epoch", images, byImages);
        report("steps", steps, bySteps);
    }

    private static void report(String what, int[] sizes, double[] seconds) {
        double exponent = Math.log(seconds[seconds.length - 1] / seconds[0])
                / Math.log((double) sizes[sizes.length - 1] / sizes[0]);
        System.out.printf(
                Locale.ROOT,
                "%s %s: %s s, exponent %.2f%n",
                what,
                Arrays.toString(sizes),
                Arrays.toString(Arrays.stream(seconds)
                        .mapToObj(s -> String.format(Locale.ROOT, "%.2f", s))
                        .toArray()),
                exponent);
    }
}

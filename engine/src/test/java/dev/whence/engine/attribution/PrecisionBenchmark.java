package dev.whence.engine.attribution;

import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far scores in float32 are from those in float64: the largest difference relative to the largest score, over all
 * training images and 32 test images. Arguments: g1 or g3, then methods, each with settings if not the defaults:
 * {@code datainf influence-cg:iterations=50;damping=0.1}.
 */
public final class PrecisionBenchmark {

    private static final PrintStream OUT = System.out;

    private PrecisionBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String model = arguments[0];
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        Path recorded = Files.createTempDirectory("whence-precision");
        try (GoldenAttribution exact = GoldenAttribution.open(Precision.FLOAT64);
                GoldenAttribution single = GoldenAttribution.open(Precision.FLOAT32)) {
            for (String text : chosen) {
                String[] parts = text.split(":", 2);
                String settings = parts.length > 1 ? parts[1] : "";
                AttributionTask task = exact.task(model, "s0");
                AttributionTask inFloat32 = single.task(model, "s0");
                if (parts[0].equals("dvemb")) {
                    Path history = recorded.resolve("history" + chosen.indexOf(text));
                    task = PlantedHistory.record(task, history);
                    inFloat32 = with(task.network(), inFloat32);
                    settings += (settings.isEmpty() ? "" : ";") + "history=" + history;
                }
                Tensor expected = scores(exact, task, parts[0], settings);
                Tensor found = scores(single, inFloat32, parts[0], settings);
                OUT.printf(Locale.ROOT, "%s %-30s %.1e%n", model, text, difference(expected, found));
            }
        } finally {
            try (var files = Files.walk(recorded)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static AttributionTask with(Network network, AttributionTask task) {
        return new AttributionTask(List.of(network), task.finalLayer(), task.train(), task.seed(), task.engine());
    }

    private static Tensor scores(GoldenAttribution golden, AttributionTask task, String id, String settings) {
        Attributor attributor = GoldenAttribution.fit(MethodRegistry.byId(id), task, settings);
        Representations tests = golden.tests(task);
        return attributor.attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
    }

    private static double difference(Tensor expected, Tensor found) {
        double largest = Arrays.stream(expected.toFloat64().doubles())
                .map(Math::abs)
                .max()
                .orElseThrow();
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            difference = Math.max(difference, Math.abs(expected.get(i) - found.get(i)));
        }
        return difference / largest;
    }
}

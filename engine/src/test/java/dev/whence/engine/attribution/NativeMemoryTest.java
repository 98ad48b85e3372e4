package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That run after run of a method leaves nothing behind, native memory included. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {

    private static final int RUNS = 100;

    private static final int WARM_UP = 30;

    /** What the runs may add together: less than 160 KB for each, a hundredth of what one of them works with. */
    private static final long SPARE_KILOBYTES = 16 * 1024;

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("dev.whence.engine.attribution.EveryMethodTest#methods")
    void aHundredRunsLeaveNothingBehind(String id) throws IOException {
        AttributionMethod<?> method = MethodRegistry.byId(id);
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            PlantedImages images = new PlantedImages(engine);
            AttributionTask task = images.task().lastCheckpoint();
            Representations tests = images.tests(engine).select(1);
            for (int run = 0; run < WARM_UP; run++) {
                run(method, task, tests);
            }
            long before = residentKilobytes();
            for (int run = 0; run < RUNS; run++) {
                run(method, task, tests);
            }
            long grown = residentKilobytes() - before;
            System.out.println(id + ": " + grown + " KB more after " + RUNS + " runs");
            assertTrue(grown < SPARE_KILOBYTES, () -> id + " grew by " + grown + " KB");
        }
    }

    private static <S extends Record> void run(
            AttributionMethod<S> method, AttributionTask task, Representations tests) {
        Map<String, String> settings = EveryMethodTest.SETTINGS.getOrDefault(method.id(), Map.of());
        method.fit(task, SettingsSchema.of(method.settingsType()).parse(settings), Progress.none())
                .attribute(tests, Targets.resolve(new Target.Predicted(), tests), Progress.none());
    }

    private static long residentKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}

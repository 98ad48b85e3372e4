package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That run after run of a method leaves nothing behind, native memory included. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {

    private static final int RUNS = 100;

    private static final int WARM_UP = 30;

    /** What the runs may add together: less than 160 KB for each, a hundredth of what one of them works with. */
    private static final long SPARE_KILOBYTES = 16 * 1024;

    @TempDir
    private Path folder;

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("dev.whence.engine.attribution.EveryMethodTest#methods")
    void aHundredRunsLeaveNothingBehind(String id) throws IOException {
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1))) {
            PlantedImages images = new PlantedImages(engine);
            EveryMethodTest.Ready<?> ready =
                    EveryMethodTest.ready(MethodRegistry.byId(id), images.task().lastCheckpoint(), folder.resolve(id));
            Representations tests = images.tests(engine).select(1);
            for (int run = 0; run < WARM_UP; run++) {
                run(ready, tests);
            }
            long before = residentKilobytes();
            for (int run = 0; run < RUNS; run++) {
                run(ready, tests);
            }
            long grown = residentKilobytes() - before;
            System.out.println(id + ": " + grown + " KB more after " + RUNS + " runs");
            assertTrue(grown < SPARE_KILOBYTES, () -> id + " grew by " + grown + " KB");
        }
    }

    private static void run(EveryMethodTest.Ready<?> ready, Representations tests) {
        ready.fit(Progress.none()).attribute(tests, Targets.resolve(new Target.Predicted(), tests), Progress.none());
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

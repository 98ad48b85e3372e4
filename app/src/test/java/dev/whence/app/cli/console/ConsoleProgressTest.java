package dev.whence.app.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.job.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final CancelSignal cancel = new CancelSignal();

    private ConsoleProgress progress(boolean terminal) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new ConsoleProgress(
                new Console(new PrintStream(OutputOfNothing.INSTANCE), stream, terminal, cancel), clock::get);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void quickWorkPrintsNothing() {
        try (ConsoleProgress progress = progress(false)) {
            progress.stage("Features");
            clock.addAndGet(500);
            progress.update(10, 20, "images");
        }
        assertEquals("", printed());
    }

    @Test
    void longWorkPrintsAPlainLineEveryFewSeconds() {
        try (ConsoleProgress progress = progress(false)) {
            progress.stage("Features");
            for (int i = 1; i <= 100; i++) {
                clock.addAndGet(100);
                progress.update(i, 100, "images");
            }
        }
        assertEquals(
                List.of(
                        "Features   30 %  30 of 100 images",
                        "Features   60 %  60 of 100 images", "Features   90 %  90 of 100 images"),
                printed().lines().toList());
    }

    @Test
    void terminalShowsABarAndRemovesIt() {
        try (ConsoleProgress progress = progress(true)) {
            progress.stage("Solving");
            clock.addAndGet(1_000);
            progress.update(1, 2, "sweeps");
        }
        assertTrue(printed().startsWith("\rSolving  [############............]  50 %  1 of 2 sweeps"), printed());
        assertTrue(printed().endsWith(" \r"), printed());
    }

    @Test
    void unknownTotalsAndRemarksAreShown() {
        try (ConsoleProgress progress = progress(false)) {
            progress.stage("Solving");
            progress.note("gap 3.1e-5");
            clock.addAndGet(5_000);
            progress.update(7, 0, "sweeps");
        }
        assertEquals(List.of("Solving  7 sweeps  gap 3.1e-5"), printed().lines().toList());
    }

    @Test
    void raisedSignalStopsTheWork() {
        try (ConsoleProgress progress = progress(false)) {
            progress.checkCancelled();
            cancel.raise();
            assertThrows(CancelledException.class, progress::checkCancelled);
        }
    }

    /** Standard output, which progress must not touch. */
    private static final class OutputOfNothing extends java.io.OutputStream {

        static final OutputOfNothing INSTANCE = new OutputOfNothing();

        @Override
        public void write(int octet) {
            throw new AssertionError("progress was printed on standard output");
        }
    }
}

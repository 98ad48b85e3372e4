package dev.whence.app.cli.console;

import dev.whence.engine.job.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress on standard error: a bar redrawn in place on a terminal, otherwise a plain line every few seconds. Quick
 * work prints nothing.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {

    private static final long PLAIN_MILLIS = 3_000;
    private static final long REDRAW_MILLIS = 150;
    private static final int BAR_WIDTH = 24;

    private final Console console;
    private final LongSupplier clockMillis;
    private long lastShown;
    private int shownLength;
    private String title = "";
    private String counts = "";
    private String remark = "";

    public ConsoleProgress(Console console) {
        this(console, () -> System.nanoTime() / 1_000_000);
    }

    public ConsoleProgress(Console console, LongSupplier clockMillis) {
        this.console = console;
        this.clockMillis = clockMillis;
        this.lastShown = clockMillis.getAsLong();
    }

    @Override
    public synchronized void stage(String newTitle) {
        title = newTitle;
        counts = "";
        remark = "";
        showIfDue();
    }

    @Override
    public synchronized void update(long done, long total, String unit) {
        counts = total > 0 ? fraction(done, total, unit) : done + " " + unit;
        showIfDue();
    }

    @Override
    public synchronized void note(String text) {
        remark = text;
        showIfDue();
    }

    @Override
    public boolean isCancelled() {
        return console.cancel().isRaised();
    }

    @Override
    public void close() {
        clear();
    }

    /** Removes the bar, so that what follows starts on a clean line. */
    public synchronized void clear() {
        if (shownLength > 0) {
            console.err().print("\r" + " ".repeat(shownLength) + "\r");
            console.err().flush();
            shownLength = 0;
        }
    }

    private String fraction(long done, long total, String unit) {
        String percent = String.format(Locale.ROOT, "%3d %%", Math.round(100.0 * done / total));
        String numbers = percent + "  " + done + " of " + total + " " + unit;
        if (!console.terminal()) {
            return numbers;
        }
        int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + numbers;
    }

    private void showIfDue() {
        long now = clockMillis.getAsLong();
        if (now - lastShown < (console.terminal() ? REDRAW_MILLIS : PLAIN_MILLIS)) {
            return;
        }
        lastShown = now;
        String line = String.join("  ", title, counts, remark).strip();
        if (console.terminal()) {
            String padding = " ".repeat(Math.max(0, shownLength - line.length()));
            console.err().print("\r" + line + padding);
            console.err().flush();
            shownLength = line.length();
        } else {
            console.err().println(line);
        }
    }
}

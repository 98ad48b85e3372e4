package dev.whence.app.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Progress in words, the same in the status bar and in the list. */
public final class ProgressText {

    private ProgressText() {}

    /** For example {@code "63 % · 3,780 of 6,000 images · 41 s left"}. */
    public static String line(TaskSnapshot task) {
        return switch (task.status()) {
            case WAITING -> task.stopping() ? "stopping …" : "waiting";
            case RUNNING -> task.stopping() ? "stopping …" : running(task);
            case DONE -> "done in " + duration(task.elapsed().toMillis() / 1000.0);
            case FAILED -> task.failure() == null ? "failed" : task.failure();
            case CANCELLED -> "cancelled";
        };
    }

    private static String running(TaskSnapshot task) {
        List<String> parts = new ArrayList<>();
        if (task.total() > 0) {
            parts.add(String.format(Locale.ROOT, "%d %%", (int) Math.floor(100 * task.fraction())));
            parts.add(String.format(Locale.ROOT, "%,d of %,d %s", task.done(), task.total(), task.unit()));
        } else if (task.done() > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", task.done(), task.unit()));
        }
        if (!task.note().isEmpty()) {
            parts.add(task.note());
        }
        task.secondsLeft().ifPresent(seconds -> parts.add(duration(seconds) + " left"));
        if (parts.isEmpty()) {
            parts.add(duration(task.elapsed().toMillis() / 1000.0));
        }
        return String.join(" · ", parts);
    }

    /** How fast it goes and how long it has run, for example {@code "1,240 images/s · running for 12 s"}; empty when over. */
    public static String pace(TaskSnapshot task) {
        if (task.status() != TaskStatus.RUNNING) {
            return "";
        }
        String elapsed = "running for " + duration(task.elapsed().toMillis() / 1000.0);
        if (task.rate().isEmpty() || task.unit().isEmpty()) {
            return elapsed;
        }
        double rate = task.rate().getAsDouble();
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate) + " " + task.unit() + "/s · " + elapsed;
    }

    /** Rounded as a person would: {@code "0.8 s"}, {@code "41 s"}, {@code "3 min 20 s"}, {@code "1 h 5 min"}. */
    public static String duration(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration whole = Duration.ofSeconds(Math.round(seconds));
        if (whole.toMinutes() < 1) {
            return whole.toSeconds() + " s";
        }
        if (whole.toHours() < 1) {
            return whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
        }
        return whole.toHours() + " h " + whole.toMinutesPart() + " min";
    }
}

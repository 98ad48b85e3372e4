package dev.whence.app.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * Guesses how fast a stage goes and how long it still takes: the mean over the last ten seconds, silent for the first
 * two. Not thread-safe.
 */
final class RateEstimate {

    private static final double NANOS = 1e9;
    private static final double SILENT_SECONDS = 2;
    private static final double WINDOW_SECONDS = 10;
    private static final double SPACING_SECONDS = 0.2;

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private Sample start;
    private Sample last;

    RateEstimate(long nanos) {
        start = new Sample(nanos, 0);
        last = start;
    }

    /** A new stage begins. */
    void restart(long nanos) {
        samples.clear();
        start = new Sample(nanos, 0);
        last = start;
    }

    void report(long nanos, long done) {
        last = new Sample(nanos, done);
        Sample newest = samples.peekLast();
        if (newest == null || (nanos - newest.nanos()) / NANOS >= SPACING_SECONDS) {
            samples.addLast(last);
        }
        while (samples.size() > 2 && (nanos - samples.getFirst().nanos()) / NANOS > WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    /** Units per second, once there is something to go by. */
    OptionalDouble perSecond(long now) {
        if ((now - start.nanos()) / NANOS < SILENT_SECONDS || last.done() <= 0) {
            return OptionalDouble.empty();
        }
        Sample from = samples.isEmpty() || samples.getFirst().nanos() == last.nanos() ? start : samples.getFirst();
        double seconds = (Math.max(now, last.nanos()) - from.nanos()) / NANOS;
        long units = last.done() - from.done();
        return seconds <= 0 || units <= 0 ? OptionalDouble.empty() : OptionalDouble.of(units / seconds);
    }

    OptionalDouble secondsLeft(long now, long total) {
        OptionalDouble rate = perSecond(now);
        return rate.isEmpty() || total <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, total - last.done()) / rate.getAsDouble());
    }
}

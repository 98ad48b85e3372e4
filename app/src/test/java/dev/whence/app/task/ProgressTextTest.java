package dev.whence.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void saysHowFarAndHowLong() {
        assertEquals(
                "63 % · 3,780 of 6,000 images · 41 s left",
                ProgressText.line(snapshot(TaskStatus.RUNNING, 3780, 6000, "", OptionalDouble.of(41.2), false)));
        assertEquals(
                "12 images · gap 3.1e-5",
                ProgressText.line(snapshot(TaskStatus.RUNNING, 12, 0, "gap 3.1e-5", OptionalDouble.empty(), false)));
        assertEquals(
                "stopping …", ProgressText.line(snapshot(TaskStatus.RUNNING, 1, 2, "", OptionalDouble.of(1), true)));
    }

    @Test
    void durationsReadLikeAPersonSaysThem() {
        assertEquals("0.8 s", ProgressText.duration(0.8));
        assertEquals("41 s", ProgressText.duration(41.4));
        assertEquals("3 min 20 s", ProgressText.duration(200));
        assertEquals("1 h 5 min", ProgressText.duration(3900));
    }

    @Test
    void theEstimateIsSilentForTwoSecondsAndThenFollowsTheRecentRate() {
        RateEstimate estimate = new RateEstimate(0);
        estimate.report(SECOND, 100);
        assertTrue(estimate.secondsLeft(SECOND, 1000).isEmpty());
        for (int second = 2; second <= 30; second++) {
            estimate.report(second * SECOND, second <= 10 ? 100L * second : 1000 + 10L * (second - 10));
        }
        assertEquals(10, estimate.perSecond(30 * SECOND).orElseThrow(), 1e-9);
        assertEquals(30, estimate.secondsLeft(30 * SECOND, 1500).orElseThrow(), 1e-9);
        estimate.restart(31 * SECOND);
        assertTrue(estimate.secondsLeft(31 * SECOND, 1500).isEmpty());
    }

    private static TaskSnapshot snapshot(
            TaskStatus status, long done, long total, String note, OptionalDouble left, boolean stopping) {
        return new TaskSnapshot(
                "Features",
                status,
                "Features",
                done,
                total,
                "images",
                note,
                OptionalDouble.empty(),
                left,
                Duration.ofSeconds(5),
                stopping,
                null);
    }
}

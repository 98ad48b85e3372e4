package dev.whence.app.task;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A task at one moment.
 *
 * @param stage what it is doing now, empty before the first stage
 * @param done units finished in this stage
 * @param total units in this stage, {@code <= 0} if unknown
 * @param unit in the plural
 * @param note short remark, may be empty
 * @param rate units per second, absent in the first seconds
 * @param secondsLeft of this stage, absent while unknown
 * @param elapsed since it started to run
 * @param stopping whether cancelling was asked for and the work has not stopped yet
 * @param failure one sentence, present when it failed
 */
public record TaskSnapshot(
        String title,
        TaskStatus status,
        String stage,
        long done,
        long total,
        String unit,
        String note,
        OptionalDouble rate,
        OptionalDouble secondsLeft,
        Duration elapsed,
        boolean stopping,
        @Nullable String failure) {

    /** 0 to 1, or -1 while unknown. */
    public double fraction() {
        if (status == TaskStatus.DONE) {
            return 1;
        }
        return total <= 0 ? -1 : Math.min(1, (double) done / total);
    }
}

package dev.whence.app.task;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work with its name and what to do afterwards. Exactly one of the three callbacks is called, on the UI executor.
 *
 * @param title what a person calls it, for example {@code "DualDA"}
 * @param onFailed receives one sentence for the user
 * @param onShow brings the result back into view, as often as wanted; null where there is nothing to show
 */
public record TaskRequest<T>(
        String title,
        Lane lane,
        Work<T> work,
        Consumer<T> onDone,
        Consumer<String> onFailed,
        Runnable onCancelled,
        @Nullable Runnable onShow) {

    public static <T> TaskRequest<T> of(String title, Lane lane, Work<T> work) {
        return new TaskRequest<>(title, lane, work, result -> {}, sentence -> {}, () -> {}, null);
    }

    public TaskRequest<T> onDone(Consumer<T> action) {
        return new TaskRequest<>(title, lane, work, action, onFailed, onCancelled, onShow);
    }

    public TaskRequest<T> onFailed(Consumer<String> action) {
        return new TaskRequest<>(title, lane, work, onDone, action, onCancelled, onShow);
    }

    public TaskRequest<T> onCancelled(Runnable action) {
        return new TaskRequest<>(title, lane, work, onDone, onFailed, action, onShow);
    }

    /** What brings the result of the finished work back into view. */
    public TaskRequest<T> onShow(Runnable action) {
        return new TaskRequest<>(title, lane, work, onDone, onFailed, onCancelled, action);
    }
}

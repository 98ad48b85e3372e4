package dev.whence.app.task;

import java.util.function.Consumer;

/**
 * Work with its name and what to do afterwards. Exactly one of the three callbacks is called, on the UI executor.
 *
 * @param title what a person calls it, for example {@code "DualDA"}
 * @param onFailed receives one sentence for the user
 */
public record TaskRequest<T>(
        String title, Lane lane, Work<T> work, Consumer<T> onDone, Consumer<String> onFailed, Runnable onCancelled) {

    public static <T> TaskRequest<T> of(String title, Lane lane, Work<T> work) {
        return new TaskRequest<>(title, lane, work, result -> {}, sentence -> {}, () -> {});
    }

    public TaskRequest<T> onDone(Consumer<T> action) {
        return new TaskRequest<>(title, lane, work, action, onFailed, onCancelled);
    }

    public TaskRequest<T> onFailed(Consumer<String> action) {
        return new TaskRequest<>(title, lane, work, onDone, action, onCancelled);
    }

    public TaskRequest<T> onCancelled(Runnable action) {
        return new TaskRequest<>(title, lane, work, onDone, onFailed, action);
    }
}

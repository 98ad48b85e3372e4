package dev.whence.app.project;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work that was under way when the window was closed.
 *
 * @param title of the work, for people
 * @param name of the project it belongs to, for people
 * @param snapshot the project as it was then, a file of its own
 * @param original the project file, null if it was never saved
 * @param training what was trained; null for an attribution
 */
public record UnfinishedRun(
        String title,
        String name,
        Path snapshot,
        @Nullable Path original,
        @Nullable Training training) {

    /**
     * A training that can go on.
     *
     * @param form what stood in the fields, by key
     * @param folder where it is kept
     */
    public record Training(Map<String, String> form, Path folder) {

        public Training {
            form = Map.copyOf(form);
        }
    }
}

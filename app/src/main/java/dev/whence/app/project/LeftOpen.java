package dev.whence.app.project;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the program that ended without closing its window had open and not saved.
 *
 * @param name of it, for people
 * @param snapshot the project as it was then, a file of its own
 * @param original the project file, null if it was never saved
 */
public record LeftOpen(String name, Path snapshot, @Nullable Path original) {}

package dev.whence.app.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the program remembers about the person who uses it.
 *
 * @param dark whether the dark theme is on
 * @param recent project files, the last used first
 */
public record Preferences(boolean dark, List<Path> recent) {

    private static final int REMEMBERED = 10;

    public Preferences {
        recent = List.copyOf(recent);
    }

    public static Preferences initial() {
        return new Preferences(false, List.of());
    }

    public Preferences withDark(boolean on) {
        return new Preferences(on, recent);
    }

    /** The project moves to the top of the list. */
    public Preferences withRecent(Path project) {
        Path file = project.toAbsolutePath().normalize();
        List<Path> next = new ArrayList<>(recent);
        next.remove(file);
        next.add(0, file);
        return new Preferences(dark, next.subList(0, Math.min(REMEMBERED, next.size())));
    }

    public Preferences withoutRecent(Path project) {
        List<Path> next = new ArrayList<>(recent);
        next.remove(project);
        return new Preferences(dark, next);
    }
}

package dev.whence.app.project;

import dev.whence.engine.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place named twice, so that a project survives both being moved with its data and being moved alone.
 *
 * @param relative to the project's folder, with forward slashes
 * @param absolute where it was when the project was saved
 */
public record StoredPath(String relative, String absolute) {

    /**
     * @param folder the project's folder
     */
    public static StoredPath of(Path target, Path folder) {
        Path absolute = target.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        boolean sameRoot = base.getRoot() != null && base.getRoot().equals(absolute.getRoot());
        String relative = sameRoot ? base.relativize(absolute).toString().replace('\\', '/') : "";
        return new StoredPath(relative, absolute.toString());
    }

    /**
     * The place now: the relative one if something is there, else the absolute one, else where it moved.
     *
     * @param folder the project's folder
     * @param what it is in words, for the error
     * @throws BadInputException if nothing is at any of these places
     */
    public Path resolve(Path folder, String what, Relocation relocation) {
        Path found = lookUp(folder, relocation);
        if (Files.exists(found)) {
            return found;
        }
        throw new BadInputException(
                "The " + what + " of this project is not at " + found + "; put it back, or tell where it is now.");
    }

    /** As {@link #resolve}, but a place that is missing comes back as it was. */
    Path lookUp(Path folder, Relocation relocation) {
        Path near = folder.toAbsolutePath().normalize().resolve(relative).normalize();
        if (!relative.isEmpty() && Files.exists(near)) {
            return near;
        }
        return relocation.apply(Path.of(absolute));
    }
}

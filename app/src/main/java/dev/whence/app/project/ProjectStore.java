package dev.whence.app.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes project files ({@code .whence}). */
public final class ProjectStore {

    /** With its dot. */
    public static final String EXTENSION = ".whence";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ProjectStore() {}

    /**
     * Reads a project none of whose files moved.
     *
     * @param cache folder of stored results to be used, absent for none; projects do not carry it
     * @throws BadInputException if the file is no project, is of a newer version, or names files that are gone
     */
    public static Project read(Path file, @Nullable Path cache) {
        return read(file, cache, Relocation.none());
    }

    /**
     * @param cache folder of stored results to be used, absent for none; projects do not carry it
     * @param relocation where files went that are not in their places
     * @throws BadInputException if the file is no project, is of a newer version, or names files that are gone
     */
    public static Project read(Path file, @Nullable Path cache, Relocation relocation) {
        return new ProjectJson(folderOf(file), relocation).read(parse(file), file, cache);
    }

    /**
     * The places named by a project at which nothing is.
     *
     * @throws BadInputException if the file is no project
     */
    public static List<Path> missing(Path file, Relocation relocation) {
        return new ProjectJson(folderOf(file), relocation).missing(parse(file));
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    "The project file " + file + " is damaged; a copy of the one before may lie beside it as "
                            + file.getFileName() + ".bak.",
                    e);
        } catch (IOException e) {
            throw new BadInputException("The project file " + file + " cannot be read; check that it exists.", e);
        }
    }

    /**
     * Writes the whole file or nothing. The version before stays beside it as {@code .bak}.
     *
     * @throws WorkFailedException if the place cannot be written
     */
    public static void write(Project project, Path file) {
        try {
            byte[] text = JSON.writeValueAsBytes(new ProjectJson(folderOf(file), Relocation.none()).write(project));
            WholeFile.write(file, text, true);
        } catch (IOException e) {
            throw new WorkFailedException(
                    "The project cannot be saved as " + file + " (" + e.getMessage()
                            + "); choose a place that can be written to.",
                    e);
        }
    }

    /** Whether a file's name says that it is a project. */
    public static boolean isProject(Path file) {
        return Files.isRegularFile(file) && file.toString().endsWith(EXTENSION);
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath().getRoot() : parent;
    }
}

package dev.whence.engine.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.training.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small answers about a training, each a JSON file beside the large ones of {@link DynamicsService}. */
final class StoredAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(StoredAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DynamicsService dynamics;

    StoredAnswers(DynamicsService dynamics) {
        this.dynamics = dynamics;
    }

    /**
     * Read from the cache, or computed and put there.
     *
     * @param words everything about the question that changes the answer
     */
    <T> T of(HistoryFolder history, String words, Class<T> type, Supplier<T> work) {
        Path folder = dynamics.folder(history, words);
        Path file = folder.resolveSibling(folder.getFileName() + ".json");
        if (Files.isRegularFile(file)) {
            try {
                return JSON.readValue(file.toFile(), type);
            } catch (IOException damaged) {
                LOG.warn("computing {} anew, the stored result is damaged", file, damaged);
            }
        }
        T result = work.get();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFiles.writeText(file, JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is no JSON", e);
        } catch (IOException e) {
            throw new WorkFailedException("Cannot write to " + file + "; free some space there.", e);
        }
        return result;
    }
}

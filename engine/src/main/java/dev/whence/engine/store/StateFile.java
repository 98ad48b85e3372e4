package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest state of one iteration in a file {@code STEP.npz}. Not thread-safe. */
final class StateFile implements StateKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.npz");

    /** Work between two files takes so many times as long as writing the last one did, so that writing costs little. */
    private static final int WORK_PER_WRITE = 20;

    private final Path folder;
    private final long steps;
    private final long pace;
    private long written = System.nanoTime();
    private long wait;

    /**
     * @param steps after which the state is written in any case
     * @param pace least time between two states; zero writes each of them
     */
    StateFile(Path folder, long steps, Duration pace) {
        this.folder = folder;
        this.steps = steps;
        this.pace = pace.toNanos();
        this.wait = this.pace;
    }

    private record Found(long step, Path file) {}

    @Override
    public @Nullable State kept() {
        for (Found found : files()) {
            try {
                return new State(
                        found.step(), List.copyOf(NpzFile.readAll(found.file()).values()));
            } catch (BadInputException damaged) {
                LOG.warn(
                        "{} is damaged; the work goes on from an earlier state, or starts anew.",
                        found.file(),
                        damaged);
                Leftovers.delete(found.file());
            }
        }
        return null;
    }

    @Override
    public void keep(long step, Supplier<List<Tensor>> arrays) {
        long started = System.nanoTime();
        if (step < steps && started - written < wait) {
            return;
        }
        Map<String, Tensor> numbered = new LinkedHashMap<>();
        arrays.get().forEach(array -> numbered.put(String.valueOf(numbered.size()), array));
        List<Found> before = files();
        NpzWriter.write(folder.resolve(step + ".npz"), numbered);
        before.stream().filter(found -> found.step() != step).map(Found::file).forEach(Leftovers::delete);
        written = System.nanoTime();
        wait = pace == 0 ? 0 : Math.max(pace, WORK_PER_WRITE * (written - started));
    }

    /** The latest first. */
    private List<Found> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> {
                        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                        return name.matches()
                                ? Stream.of(new Found(Long.parseLong(name.group(1)), file))
                                : Stream.empty();
                    })
                    .sorted(Comparator.comparingLong(Found::step).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("The states in {} cannot be read; the iteration starts anew", folder, unreadable);
            return List.of();
        }
    }
}

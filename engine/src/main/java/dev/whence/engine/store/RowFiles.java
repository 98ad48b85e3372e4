package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one pass in files {@code FROM-TO-HASH.npy}, whose name tells what they must contain. Not thread-safe. */
final class RowFiles implements RowKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(RowFiles.class);
    private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)-([0-9a-f]{64})\\.npy");

    private final Path folder;
    private final int count;
    private final long pace;
    private final List<Tensor> waiting = new ArrayList<>();
    private int waitingFrom;
    private int next;
    private long lastWritten = System.nanoTime();

    /** @param count after which nothing more waits to be written */
    RowFiles(Path folder, int count, Duration pace) {
        this.folder = folder;
        this.count = count;
        this.pace = pace.toNanos();
    }

    private record Rows(Path file, int from, int to, String hash) {}

    @Override
    public @Nullable Tensor kept() {
        Map<Integer, Rows> starts = new HashMap<>();
        for (Rows rows : files()) {
            starts.merge(rows.from(), rows, (a, b) -> a.to() >= b.to() ? a : b);
        }
        List<Tensor> found = new ArrayList<>();
        int finished = 0;
        for (Rows rows = starts.get(0); rows != null; rows = starts.get(finished)) {
            Tensor read = read(rows);
            if (read == null || (!found.isEmpty() && !continues(found.get(0), read))) {
                break;
            }
            found.add(read);
            finished = rows.to();
        }
        next = finished;
        return found.isEmpty() ? null : joined(found);
    }

    @Override
    public void keep(int from, Tensor rows) {
        if (waiting.isEmpty()) {
            waitingFrom = from;
        }
        waiting.add(rows);
        next = from + rows.shape().dim(0);
        long now = System.nanoTime();
        if (now - lastWritten >= pace || next >= count) {
            write();
            lastWritten = System.nanoTime();
        }
    }

    private void write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            NpyFile.write(bytes, joined(waiting));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String name = waitingFrom + "-" + next + "-" + ArtifactKey.sha256(bytes.toByteArray()) + ".npy";
        AtomicFiles.write(folder.resolve(name), bytes::writeTo);
        waiting.clear();
    }

    private List<Rows> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Rows> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    rows.add(new Rows(
                            file, Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)), name.group(3)));
                }
            }
        } catch (IOException | UncheckedIOException | NumberFormatException unreadable) {
            LOG.warn("The finished rows in {} cannot be read and are computed again", folder, unreadable);
            return List.of();
        }
        return rows;
    }

    private static @Nullable Tensor read(Rows rows) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(rows.file()))) {
            byte[] bytes = in.readAllBytes();
            if (!ArtifactKey.sha256(bytes).equals(rows.hash())) {
                LOG.warn("{} is damaged; its rows are computed again", rows.file());
                Files.deleteIfExists(rows.file());
                return null;
            }
            Tensor read = NpyFile.read(new ByteArrayInputStream(bytes), bytes.length, "in " + rows.file());
            boolean fits = read.shape().rank() == 2 && read.shape().dim(0) == rows.to() - rows.from();
            return fits ? read : null;
        } catch (IOException | BadInputException unreadable) {
            LOG.warn("{} cannot be read; its rows are computed again", rows.file(), unreadable);
            return null;
        }
    }

    private static boolean continues(Tensor first, Tensor next) {
        return first.type() == next.type()
                && first.shape().dim(1) == next.shape().dim(1);
    }

    private static Tensor joined(List<Tensor> blocks) {
        if (blocks.size() == 1) {
            return blocks.get(0);
        }
        int width = blocks.get(0).shape().dim(1);
        int rows = blocks.stream().mapToInt(block -> block.shape().dim(0)).sum();
        boolean narrow = blocks.get(0).type() == ElementType.FLOAT32;
        int size = Math.multiplyExact(rows, width);
        Object all = narrow ? new float[size] : new double[size];
        int at = 0;
        for (Tensor block : blocks) {
            System.arraycopy(narrow ? block.floats() : block.doubles(), 0, all, at, block.size());
            at += block.size();
        }
        return narrow ? Tensor.of((float[]) all, rows, width) : Tensor.of((double[]) all, rows, width);
    }
}

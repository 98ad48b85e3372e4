package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** One vector of parameters for each step, float32, on disk. Rows are written and read in any order. */
final class VectorFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final int size;

    private VectorFile(Path file, int size, OpenOption... how) {
        this.file = file;
        this.size = size;
        try {
            Set<OpenOption> options =
                    new HashSet<>(Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            options.addAll(List.of(how));
            channel = FileChannel.open(file, options);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * With what an earlier attempt wrote; the file stays.
     *
     * @param size of a vector
     */
    static VectorFile kept(Path file, int size) {
        return new VectorFile(file, size);
    }

    /**
     * Empty, and on disk until it is closed.
     *
     * @param size of a vector
     */
    static VectorFile temporary(Path file, int size) {
        return new VectorFile(file, size, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static WorkFailedException unwritable(Path place, IOException cause) {
        return new WorkFailedException(
                "Cannot keep intermediate results in " + place
                        + "; free some space there or choose another cache folder.",
                cause);
    }

    void write(int step, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
        bytes.asFloatBuffer().put(vector);
        try {
            long at = (long) step * rowBytes();
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    float[] read(int step) {
        float[] vector = new float[size];
        bytes(step).asFloatBuffer().get(vector);
        return vector;
    }

    /** Adds what was written for a step to a checksum; less, if less is there. */
    void addTo(CRC32 sum, int step) {
        sum.update(bytes(step));
    }

    private ByteBuffer bytes(int step) {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
        try {
            long at = (long) step * rowBytes();
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, at);
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    /** Forces what was written to the disk. */
    void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private int rowBytes() {
        return Math.multiplyExact(size, Float.BYTES);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

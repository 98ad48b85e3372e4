package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A table of float32 on disk, one row for each explained number, little-endian. Rows are written piece by piece in any
 * order and read piece by piece. Reading is thread-safe.
 */
final class ColumnFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final long width;

    private ColumnFile(Path file, FileChannel channel, long width) {
        this.file = file;
        this.channel = channel;
        this.width = width;
    }

    /** To be written: new, or with what an earlier attempt wrote. */
    static ColumnFile grow(Path file, long rows, long width) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.truncate(rows * width * Float.BYTES);
            return new ColumnFile(file, channel, width);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * @throws BadInputException if the file is missing or has another length
     */
    static ColumnFile open(Path file, long rows, long width) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (channel.size() != rows * width * Float.BYTES) {
                channel.close();
                throw damaged(file, null);
            }
            return new ColumnFile(file, channel, width);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static BadInputException damaged(Path file, @Nullable IOException cause) {
        String sentence =
                "The file " + file + " of computed dynamics is missing or incomplete; compute the dynamics again.";
        return cause == null ? new BadInputException(sentence) : new BadInputException(sentence, cause);
    }

    private static WorkFailedException unwritable(Path file, IOException cause) {
        return new WorkFailedException(
                "Cannot write the contributions to " + file.toAbsolutePath().getParent()
                        + "; free some space there or choose another folder.",
                cause);
    }

    /**
     * @param row explained number
     * @param at position in the row
     * @param values to write
     * @param from first of them
     * @param stride from one to the next
     * @param count how many
     */
    void write(long row, long at, float[] values, int from, int stride, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(values[from + i * stride]);
        }
        bytes.flip();
        long position = (row * width + at) * Float.BYTES;
        try {
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    float[] read(long row, long at, int count) {
        ByteBuffer bytes = bytes(row, at, count);
        if (bytes.remaining() < count * Float.BYTES) {
            throw damaged(file, null);
        }
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Adds what was written somewhere to a checksum; less, if less is there. */
    void addTo(CRC32 sum, long row, long at, int count) {
        sum.update(bytes(row, at, count));
    }

    private ByteBuffer bytes(long row, long at, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long position = (row * width + at) * Float.BYTES;
        try {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, position);
                position += read;
            }
        } catch (IOException e) {
            throw damaged(file, e);
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}

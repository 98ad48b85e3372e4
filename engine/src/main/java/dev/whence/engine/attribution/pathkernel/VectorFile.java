package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.WorkFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One vector of parameters for each step, float32, on disk until it is closed. Rows are written and read in any order. */
final class VectorFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final int size;

    /**
     * @param folder where it lies
     * @param size of a vector
     */
    VectorFile(Path folder, int size) {
        this.size = size;
        try {
            file = Files.createTempFile(folder, "vectors", ".f32");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
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
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
        try {
            long at = (long) step * rowBytes();
            while (bytes.hasRemaining()) {
                at += channel.read(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        float[] vector = new float[size];
        bytes.flip().asFloatBuffer().get(vector);
        return vector;
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

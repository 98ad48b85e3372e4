package dev.whence.engine.training.history;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;

/** Rows of float32 of one length in a memory-mapped file; each is checked when it is first read. Thread-safe. */
final class MappedRows {

    private static final long LARGEST_PIECE = 1L << 30;

    private final Path file;
    private final int rowBytes;
    private final int rowsPerPiece;
    private final List<MappedByteBuffer> pieces = new ArrayList<>();
    private final IntUnaryOperator checksum;
    private final BitSet checked = new BitSet();

    /**
     * @param rows that count; the file may be longer
     * @param rowLength values in a row, at least 1
     * @param checksum CRC-32 of each row
     * @throws BadInputException if the file is missing or too short
     */
    MappedRows(Path file, int rows, int rowLength, IntUnaryOperator checksum) {
        this.file = file;
        this.checksum = checksum;
        rowBytes = Math.multiplyExact(rowLength, Float.BYTES);
        rowsPerPiece = (int) Math.max(1, LARGEST_PIECE / rowBytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            HistoryFiles.requireLength(file, channel.size(), (long) rows * rowBytes);
            for (int from = 0; from < rows; from += rowsPerPiece) {
                long count = Math.min(rowsPerPiece, rows - from);
                pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, (long) from * rowBytes, count * rowBytes));
            }
        } catch (IOException unreadable) {
            throw HistoryFiles.unreadable(file, unreadable);
        }
    }

    /** A copy of one row. */
    float[] row(int index) {
        ByteBuffer bytes = pieces.get(index / rowsPerPiece)
                .slice(index % rowsPerPiece * rowBytes, rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        check(index, bytes.duplicate());
        float[] values = new float[rowBytes / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private void check(int index, ByteBuffer bytes) {
        synchronized (checked) {
            if (checked.get(index)) {
                return;
            }
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if ((int) crc.getValue() != checksum.applyAsInt(index)) {
            throw HistoryFiles.altered(file);
        }
        synchronized (checked) {
            checked.set(index);
        }
    }
}

package dev.whence.engine.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Finds where an uncompressed member of a zip archive begins, so that parts of it can be read in place. Follows the
 * central directory, with the 64-bit extension. Whatever is out of order leads to "not found", and the caller reads the
 * member through the ordinary way, which has the messages.
 */
final class StoredMembers {

    private static final int END = 0x06054b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_64 = 0x06064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int LARGEST_DIRECTORY = 64 << 20;
    private static final long IN_EXTENSION = 0xffffffffL;

    private StoredMembers() {}

    /** The offset in the file of a stored member's first byte; empty if it is deflated or not found. */
    static OptionalLong offset(Path file, String member) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            ByteBuffer directory = directory(access);
            while (directory.remaining() >= 46 && directory.getInt(directory.position()) == CENTRAL) {
                int at = directory.position();
                int nameLength = directory.getShort(at + 28) & 0xffff;
                int extraLength = directory.getShort(at + 30) & 0xffff;
                int commentLength = directory.getShort(at + 32) & 0xffff;
                int next = at + 46 + nameLength + extraLength + commentLength;
                if (next > directory.limit()) {
                    break;
                }
                byte[] nameBytes = new byte[nameLength];
                directory.get(at + 46, nameBytes);
                String name = new String(nameBytes, StandardCharsets.UTF_8);
                if (name.equals(member)) {
                    return directory.getShort(at + 10) == 0
                            ? data(access, localOffset(directory, at, nameLength, extraLength))
                            : OptionalLong.empty();
                }
                directory.position(next);
            }
        }
        return OptionalLong.empty();
    }

    private static ByteBuffer directory(RandomAccessFile access) throws IOException {
        long length = access.length();
        long tailStart = Math.max(0, length - 22 - 0xffff);
        ByteBuffer tail = read(access, tailStart, (int) (length - tailStart));
        for (int at = tail.limit() - 22; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                long size = tail.getInt(at + 12) & 0xffffffffL;
                long offset = tail.getInt(at + 16) & 0xffffffffL;
                if (at >= 20 && tail.getInt(at - 20) == END_64_LOCATOR) {
                    ByteBuffer end64 = read(access, tail.getLong(at - 20 + 8), 56);
                    if (end64.limit() == 56 && end64.getInt(0) == END_64) {
                        size = end64.getLong(40);
                        offset = end64.getLong(48);
                    }
                }
                return size < 0 || size > LARGEST_DIRECTORY ? ByteBuffer.allocate(0) : read(access, offset, (int) size);
            }
        }
        return ByteBuffer.allocate(0);
    }

    private static long localOffset(ByteBuffer directory, int at, int nameLength, int extraLength) {
        long offset = directory.getInt(at + 42) & 0xffffffffL;
        if (offset != IN_EXTENSION) {
            return offset;
        }
        int field = at + 46 + nameLength;
        int end = field + extraLength;
        while (field + 4 <= end) {
            int size = directory.getShort(field + 2) & 0xffff;
            if (directory.getShort(field) == 1) {
                int value = field + 4;
                value += (directory.getInt(at + 24) & 0xffffffffL) == IN_EXTENSION ? 8 : 0;
                value += (directory.getInt(at + 20) & 0xffffffffL) == IN_EXTENSION ? 8 : 0;
                return value + 8 <= end ? directory.getLong(value) : -1;
            }
            field += 4 + size;
        }
        return -1;
    }

    private static OptionalLong data(RandomAccessFile access, long local) throws IOException {
        ByteBuffer header = read(access, local, 30);
        if (header.limit() < 30 || header.getInt(0) != LOCAL) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(local + 30 + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff));
    }

    /** What there is of the wanted bytes. */
    private static ByteBuffer read(RandomAccessFile access, long offset, int count) throws IOException {
        if (offset < 0 || offset > access.length()) {
            return ByteBuffer.allocate(0);
        }
        byte[] bytes = new byte[(int) Math.min(count, access.length() - offset)];
        access.seek(offset);
        access.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

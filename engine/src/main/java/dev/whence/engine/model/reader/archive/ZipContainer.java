package dev.whence.engine.model.reader.archive;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive with a single root folder, read entry by entry. Sizes are checked before memory is taken and checksums
 * after reading, which neither the JDK's own reader nor libtorch does for stored entries. Names are given without the
 * root folder.
 */
public final class ZipContainer implements AutoCloseable {

    private static final int MAX_ENTRIES = 100_000;
    private static final int LOCAL_HEADER = 30;
    private static final int CENTRAL_HEADER = 46;

    /** A deflate stream can't expand more than this. */
    private static final long MAX_EXPANSION = 1_100;

    private record Entry(int method, long crc, long packed, long size, long header) {}

    private final FileChannel channel;
    private final long fileSize;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final TreeSet<String> withoutChecksum = new TreeSet<>();
    private @Nullable String root;

    private ZipContainer(FileChannel channel) throws IOException {
        this.channel = channel;
        this.fileSize = channel.size();
    }

    /**
     * Opens an archive and reads its table of contents.
     *
     * @throws BadInputException if it is not a complete zip archive or its names are not those of a model archive
     * @throws IOException if the file cannot be read
     */
    public static ZipContainer open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            ZipContainer container = new ZipContainer(channel);
            container.readDirectory();
            opened = true;
            return container;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** The folder in which everything lies. */
    public String root() {
        return root == null ? "" : root;
    }

    /** Names of all entries in archive order. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * The declared size of an entry.
     *
     * @throws BadInputException if there is no such entry
     */
    public long size(String name) {
        return entry(name).size();
    }

    /** Entries read so far that carry no checksum, sorted. */
    public List<String> withoutChecksum() {
        return List.copyOf(withoutChecksum);
    }

    /**
     * Reads an entry completely.
     *
     * @param limit largest acceptable size in bytes
     * @throws BadInputException if it is missing, larger than the limit, or damaged
     */
    public byte[] read(String name, long limit) throws IOException {
        Entry entry = entry(name);
        if (entry.size() > limit) {
            throw new BadInputException("part " + name + " of the archive is unreasonably large (" + entry.size()
                    + " bytes, the limit is " + limit + ")");
        }
        byte[] packed = packedBytes(entry);
        byte[] content = entry.method() == 0 ? packed : inflate(name, packed, entry.size());
        verifyChecksum(name, entry, content);
        return content;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new BadInputException("part " + name + " is missing from the archive; save the model again");
        }
        return entry;
    }

    private byte[] packedBytes(Entry entry) throws IOException {
        ByteBuffer header = bytes(entry.header(), LOCAL_HEADER);
        if (header.getInt(0) != 0x04034b50) {
            throw damaged();
        }
        long start = entry.header()
                + LOCAL_HEADER
                + Short.toUnsignedInt(header.getShort(26))
                + Short.toUnsignedInt(header.getShort(28));
        if (entry.packed() > fileSize - start || entry.packed() > Integer.MAX_VALUE - 16) {
            throw damaged();
        }
        if (entry.method() == 0
                ? entry.packed() != entry.size()
                : entry.size() > (entry.packed() + 1) * MAX_EXPANSION) {
            throw damaged();
        }
        return bytes(start, (int) entry.packed()).array();
    }

    private static byte[] inflate(String name, byte[] packed, long size) {
        byte[] content = new byte[(int) size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int filled = 0;
            while (filled < content.length) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0) {
                    throw damaged();
                }
                filled += count;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) != 0) {
                throw new BadInputException("part " + name + " of the archive is longer than it claims to be");
            }
            return content;
        } catch (DataFormatException e) {
            throw damaged(e);
        } finally {
            inflater.end();
        }
    }

    private void verifyChecksum(String name, Entry entry, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        if (crc.getValue() == entry.crc()) {
            return;
        }
        if (entry.crc() != 0) {
            throw new BadInputException(
                    "the archive is damaged: the checksum of " + name + " does not match; copy or save it again");
        }
        withoutChecksum.add(name);
    }

    private void readDirectory() throws IOException {
        int tail = (int) Math.min(fileSize, 65_557);
        ByteBuffer end = bytes(fileSize - tail, tail);
        int at = tail - 22;
        while (at >= 0 && !isEndRecord(end, at)) {
            at--;
        }
        if (at < 0) {
            throw damaged();
        }
        long count = Short.toUnsignedLong(end.getShort(at + 10));
        long size = Integer.toUnsignedLong(end.getInt(at + 12));
        long offset = Integer.toUnsignedLong(end.getInt(at + 16));
        if (at >= 20 && end.getInt(at - 20) == 0x07064b50) {
            ByteBuffer large = bytes(end.getLong(at - 12), 56);
            if (large.getInt(0) != 0x06064b50) {
                throw damaged();
            }
            count = large.getLong(32);
            size = large.getLong(40);
            offset = large.getLong(48);
        }
        if (count < 0 || count > MAX_ENTRIES) {
            throw new BadInputException("the archive has an unreasonable number of parts (" + count + ")");
        }
        if (offset < 0 || size < 0 || size > 64L << 20 || offset > fileSize - size) {
            throw damaged();
        }
        readEntries(bytes(offset, (int) size), (int) count);
    }

    private static boolean isEndRecord(ByteBuffer tail, int at) {
        return tail.getInt(at) == 0x06054b50
                && at + 22 + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.capacity();
    }

    private void readEntries(ByteBuffer directory, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + CENTRAL_HEADER > directory.capacity() || directory.getInt(at) != 0x02014b50) {
                throw damaged();
            }
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
            int next =
                    at + CENTRAL_HEADER + nameLength + extraLength + Short.toUnsignedInt(directory.getShort(at + 32));
            if (next > directory.capacity()) {
                throw damaged();
            }
            byte[] encoded = new byte[nameLength];
            directory.get(at + CENTRAL_HEADER, encoded);
            String name = new String(encoded, StandardCharsets.UTF_8);
            add(name, entryAt(directory, at, at + CENTRAL_HEADER + nameLength, extraLength));
            at = next;
        }
    }

    private static Entry entryAt(ByteBuffer directory, int at, int extra, int extraLength) {
        int method = directory.getShort(at + 10);
        if ((directory.getShort(at + 8) & 1) != 0 || (method != 0 && method != 8)) {
            throw new BadInputException("the archive is encrypted or packed in an unusual way; save the model again");
        }
        long[] sizes = {
            Integer.toUnsignedLong(directory.getInt(at + 24)),
            Integer.toUnsignedLong(directory.getInt(at + 20)),
            Integer.toUnsignedLong(directory.getInt(at + 42))
        };
        int field = extra;
        while (field + 4 <= extra + extraLength) {
            int id = Short.toUnsignedInt(directory.getShort(field));
            int length = Short.toUnsignedInt(directory.getShort(field + 2));
            if (id == 1) {
                readLargeSizes(directory, field + 4, Math.min(field + 4 + length, extra + extraLength), sizes);
            }
            field += 4 + length;
        }
        if (sizes[0] < 0 || sizes[1] < 0 || sizes[2] < 0) {
            throw damaged();
        }
        return new Entry(method, Integer.toUnsignedLong(directory.getInt(at + 16)), sizes[1], sizes[0], sizes[2]);
    }

    private static void readLargeSizes(ByteBuffer directory, int from, int to, long[] sizes) {
        int at = from;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0xffffffffL) {
                if (at + 8 > to) {
                    throw damaged();
                }
                sizes[i] = directory.getLong(at);
                at += 8;
            }
        }
    }

    private void add(String name, Entry entry) {
        if (name.endsWith("/") && entry.size() == 0) {
            return;
        }
        int slash = name.indexOf('/');
        if (slash <= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0 || !plain(name)) {
            throw new BadInputException("the archive has a part with an unacceptable name ('" + printable(name)
                    + "'); save the model again with PyTorch");
        }
        String folder = name.substring(0, slash);
        if (root == null) {
            root = folder;
        } else if (!root.equals(folder)) {
            throw new BadInputException("the archive has more than one top folder ('" + printable(root) + "' and '"
                    + printable(folder) + "'); save the model again with PyTorch");
        }
        if (entries.put(name.substring(slash + 1), entry) != null) {
            throw new BadInputException("the archive has two parts named '" + printable(name) + "'; it is not trusted");
        }
    }

    private static boolean plain(String name) {
        for (String step : name.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static String printable(String text) {
        List<String> shown = new ArrayList<>();
        text.codePoints().limit(80).forEach(c -> shown.add(Character.isISOControl(c) ? "?" : Character.toString(c)));
        return String.join("", shown);
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        if (from < 0 || from > fileSize - count) {
            throw damaged();
        }
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw damaged();
            }
        }
        buffer.flip();
        return buffer;
    }

    private static BadInputException damaged() {
        return new BadInputException("the archive is damaged or incomplete; copy or save it again");
    }

    private static BadInputException damaged(Exception cause) {
        return new BadInputException("the archive is damaged or incomplete; copy or save it again", cause);
    }
}

package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** NumPy's npz format for reading: named arrays in a zip archive, stored or deflated. Every member's checksum is verified. */
public final class NpzFile implements AutoCloseable {

    /** No deflated stream can grow by more than this, so a larger claim is a lie. */
    private static final long GREATEST_EXPANSION = 1032;

    private static final int LONGEST_TEXT = 64 << 20;

    private final Path file;
    private final ZipFile zip;

    private NpzFile(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * @throws BadInputException if the file is missing or no zip archive
     */
    public static NpzFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("There is no file " + file + "; check the path.");
        }
        try {
            return new NpzFile(file, new ZipFile(file.toFile()));
        } catch (ZipException | IllegalArgumentException broken) {
            throw new BadInputException(
                    "The file " + file + " is not an npz archive or is damaged; save it again with numpy.savez.",
                    broken);
        } catch (IOException unreadable) {
            throw new BadInputException("Cannot read " + file + "; check that the file is readable.", unreadable);
        }
    }

    /** All arrays of a file by name, in the order of the file. */
    public static Map<String, Tensor> readAll(Path file) {
        try (NpzFile npz = open(file)) {
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (String name : npz.names()) {
                arrays.put(name, npz.read(name));
            }
            return arrays;
        }
    }

    /** Names of the arrays, in the order of the file, without {@code .npy}. */
    public List<String> names() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".npy"))
                .map(name -> name.substring(0, name.length() - 4))
                .toList();
    }

    public boolean contains(String name) {
        return zip.getEntry(name + ".npy") != null;
    }

    /**
     * @param member its full name, for example {@code manifest.json}
     */
    public boolean hasMember(String member) {
        return zip.getEntry(member) != null;
    }

    /** Type and shape of an array without reading its elements. */
    public NpyHeader header(String name) {
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry(name + ".npy")))) {
            return NpyHeader.read(in, where(name));
        } catch (IOException broken) {
            throw damaged(name, broken);
        }
    }

    /**
     * Reads an array.
     *
     * @throws BadInputException if there is none of that name, it is damaged, or too large for memory
     */
    public Tensor read(String name) {
        ZipEntry entry = entry(name + ".npy");
        try (CheckedInputStream in = checked(entry)) {
            Tensor tensor = NpyFile.read(in, sizeLimit(entry), where(name));
            verify(in, entry, name);
            return tensor;
        } catch (IOException broken) {
            throw damaged(name, broken);
        }
    }

    /**
     * The offset in the file of an array's first element, if the array can be read in place: stored, row-major and
     * wholly there.
     */
    public OptionalLong offsetOfElements(String name) {
        ZipEntry entry = entry(name + ".npy");
        NpyHeader header = header(name);
        boolean rowMajor = !header.fortranOrder() || header.shape().rank() < 2;
        if (entry.getMethod() != ZipEntry.STORED || !rowMajor) {
            return OptionalLong.empty();
        }
        try {
            OptionalLong member = StoredMembers.offset(file, entry.getName());
            boolean whole = member.isPresent()
                    && member.getAsLong() + header.length() + header.dataBytes() <= Files.size(file)
                    && header.length() + header.dataBytes() <= entry.getSize();
            return whole ? OptionalLong.of(member.getAsLong() + header.length()) : OptionalLong.empty();
        } catch (IOException broken) {
            throw damaged(name, broken);
        }
    }

    /**
     * Reads a text member in UTF-8.
     *
     * @param member its full name, for example {@code manifest.json}
     */
    public String text(String member) {
        ZipEntry entry = entry(member);
        try (CheckedInputStream in = checked(entry)) {
            byte[] bytes = in.readNBytes(LONGEST_TEXT);
            verify(in, entry, member);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw damaged(member, broken);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException broken) {
            throw new BadInputException("Cannot close " + file + "; check the disk it is on.", broken);
        }
    }

    private CheckedInputStream checked(ZipEntry entry) throws IOException {
        return new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16), new CRC32());
    }

    private void verify(CheckedInputStream in, ZipEntry entry, String name) throws IOException {
        if (in.read() >= 0) {
            throw new ZipException("longer than declared");
        }
        if (in.getChecksum().getValue() != entry.getCrc()) {
            throw NpyHeader.broken(where(name), "its checksum does not match");
        }
    }

    private static long sizeLimit(ZipEntry entry) {
        long compressed = Math.max(entry.getCompressedSize(), 0);
        long possible = entry.getMethod() == ZipEntry.STORED ? compressed : (compressed + 64) * GREATEST_EXPANSION;
        return entry.getSize() < 0 ? possible : Math.min(entry.getSize(), possible);
    }

    private ZipEntry entry(String member) {
        ZipEntry entry = zip.getEntry(member);
        if (entry == null) {
            throw new BadInputException("The file " + file + " has no member " + member + "; it holds "
                    + (names().isEmpty() ? "no arrays" : String.join(", ", names())) + ".");
        }
        return entry;
    }

    private String where(String name) {
        return "'" + name + "' in " + file;
    }

    private BadInputException damaged(String name, IOException cause) {
        return new BadInputException(
                "The member " + where(name) + " is damaged or cut off; save the file again.", cause);
    }
}

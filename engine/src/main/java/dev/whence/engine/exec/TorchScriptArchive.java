package dev.whence.engine.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive of a TorchScript module that has methods and no weights. The form is that of
 * {@code torch.jit.save}: a zip with the pickled (here: empty) object, its source text and an empty tuple of constants.
 */
final class TorchScriptArchive {

    static final String CLASS_NAME = "Kernels";
    private static final String ROOT = "kernels/";

    /** The newest set of operator meanings that libtorch 2.7 knows; an older one brings back what gelu and div once did. */
    private static final int OPERATOR_VERSION = 10;

    private TorchScriptArchive() {}

    /**
     * @param methods source text of the methods, each starting with {@code def} in the first column
     * @return the bytes of the zip file
     */
    static byte[] write(String methods) {
        StringBuilder source = new StringBuilder("class " + CLASS_NAME + "(Module):\n"
                + "  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        methods.lines().forEach(line -> source.append("  ").append(line).append('\n'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", pickledObject());
            put(zip, "code/__torch__.py", source.toString().getBytes(StandardCharsets.UTF_8));
            // Pickle protocol 2: an empty tuple.
            put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "version", (OPERATOR_VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
            put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2: an object of our class built by {@code __new__}, state {@code {"training": False}}. */
    private static byte[] pickledObject() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80);
        out.write(2);
        out.writeBytes(("c__torch__\n" + CLASS_NAME + "\n)").getBytes(StandardCharsets.US_ASCII));
        out.write(0x81);
        out.writeBytes("}X".getBytes(StandardCharsets.US_ASCII));
        byte[] key = "training".getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(new byte[] {(byte) key.length, 0, 0, 0});
        out.writeBytes(key);
        out.write(0x89);
        out.writeBytes("sb.".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}

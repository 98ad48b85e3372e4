package dev.whence.visualization.figure.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PNG files with a resolution and a text inside (PNG specification, third edition, sections 5 and 11.3). Equal content
 * gives equal bytes: nothing but the arguments is written.
 */
final class PngFile {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MAX_TEXT = 64 << 20;
    private static final byte TRUECOLOUR = 2;
    private static final byte TRUECOLOUR_ALPHA = 6;

    private PngFile() {}

    /** A keyword and its text. */
    record Note(String keyword, String text) {}

    /**
     * @param argb row-major {@code 0xAARRGGBB}
     * @param alpha whether opacity is kept
     * @param dpi pixels per inch, or 0 to leave it open
     */
    static byte[] encode(int[] argb, int width, int height, boolean alpha, int dpi, @Nullable Note note)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, alpha ? TRUECOLOUR_ALPHA : TRUECOLOUR, 0, 0, 0});
        chunk(file, "IHDR", header.toByteArray());
        chunk(file, "sRGB", new byte[] {0});
        if (dpi > 0) {
            chunk(file, "pHYs", resolution(dpi));
        }
        if (note != null) {
            chunk(file, "iTXt", international(note));
        }
        chunk(file, "IDAT", pixels(argb, width, height, alpha));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] resolution(int dpi) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(bytes);
        int perMetre = (int) Math.round(dpi / 0.0254);
        fields.writeInt(perMetre);
        fields.writeInt(perMetre);
        fields.writeByte(1);
        return bytes.toByteArray();
    }

    /** Keyword, not compressed, no language, no translated keyword, then UTF-8. */
    private static byte[] international(Note note) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(note.keyword().getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(new byte[5]);
        bytes.write(note.text().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static byte[] pixels(int[] argb, int width, int height, boolean alpha) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            int bytes = alpha ? 4 : 3;
            byte[] line = new byte[1 + bytes * width];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int colour = argb[y * width + x];
                    int at = 1 + bytes * x;
                    line[at] = (byte) (colour >> 16);
                    line[at + 1] = (byte) (colour >> 8);
                    line[at + 2] = (byte) colour;
                    if (alpha) {
                        line[at + 3] = (byte) (colour >> 24);
                    }
                }
                out.write(line);
            }
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data);
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) check.getValue());
    }

    /**
     * Finds a text.
     *
     * @return null if the file is no PNG or has no such text
     * @throws IOException if the file ends early or cannot be read
     */
    static @Nullable String note(InputStream file, String keyword) throws IOException {
        DataInputStream in = new DataInputStream(file);
        if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
            return null;
        }
        while (true) {
            int length = in.readInt();
            String type = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            if (length < 0 || type.equals("IEND")) {
                return null;
            }
            if (type.equals("iTXt") && length <= MAX_TEXT) {
                String text = text(in.readNBytes(length), keyword);
                if (text != null) {
                    return text;
                }
            } else {
                in.skipNBytes(length);
            }
            in.skipNBytes(4);
        }
    }

    private static @Nullable String text(byte[] chunk, String keyword) throws IOException {
        int end = zero(chunk, 0);
        if (!new String(chunk, 0, end, StandardCharsets.ISO_8859_1).equals(keyword) || end + 2 >= chunk.length) {
            return null;
        }
        boolean compressed = chunk[end + 1] != 0;
        int start = zero(chunk, zero(chunk, end + 3) + 1) + 1;
        if (start > chunk.length) {
            return null;
        }
        byte[] utf8 = Arrays.copyOfRange(chunk, start, chunk.length);
        if (compressed) {
            try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(utf8))) {
                utf8 = inflated.readNBytes(MAX_TEXT);
            }
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int zero(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }
}

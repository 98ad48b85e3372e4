package dev.whence.engine.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The Exif tag that says how a camera was held, and the turning that undoes it (Exif 2.3, tag 0x0112). Found in JPEG
 * (segment APP1), PNG (chunk eXIf), WebP (chunk EXIF) and TIFF. Broken Exif data counts as upright.
 */
final class ExifOrientation {

    private static final int TAG = 0x0112;

    private ExifOrientation() {}

    /** 1 to 8; 1 is upright. */
    static int of(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        try {
            if (file.length < 16) {
                return 1;
            }
            if (data.getShort(0) == (short) 0xffd8) {
                return inJpeg(data);
            }
            if (data.getInt(0) == 0x89504e47) {
                return inChunks(data, 8, "eXIf", false);
            }
            if (data.getInt(0) == 0x52494646) {
                return inChunks(data.order(ByteOrder.LITTLE_ENDIAN), 12, "EXIF", true);
            }
            return inTiff(data);
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return 1;
        }
    }

    private static int inJpeg(ByteBuffer data) {
        int at = 2;
        while (data.get(at) == (byte) 0xff) {
            int marker = data.get(at + 1) & 0xff;
            int length = data.getShort(at + 2) & 0xffff;
            if (marker == 0xda || marker == 0xd9) {
                return 1;
            }
            if (marker == 0xe1 && text(data, at + 4, 4).equals("Exif")) {
                return inTiff(data.slice(at + 10, length - 8));
            }
            at += 2 + length;
        }
        return 1;
    }

    /** PNG puts the length before the name, RIFF after it and pads to even lengths. */
    private static int inChunks(ByteBuffer data, int from, String wanted, boolean riff) {
        int at = from;
        while (at + 8 <= data.limit()) {
            int length = data.getInt(riff ? at + 4 : at);
            String name = text(data, riff ? at : at + 4, 4);
            if (length < 0) {
                return 1;
            }
            if (name.equals(wanted)) {
                int skip = text(data, at + 8, 4).equals("Exif") ? 6 : 0;
                return inTiff(data.slice(at + 8 + skip, length - skip));
            }
            at = Math.addExact(at, 8 + (riff ? length + (length & 1) : length + 4));
        }
        return 1;
    }

    private static int inTiff(ByteBuffer tiff) {
        String byteOrder = text(tiff, 0, 2);
        if (!byteOrder.equals("II") && !byteOrder.equals("MM")) {
            return 1;
        }
        tiff.order(byteOrder.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static String text(ByteBuffer data, int at, int length) {
        byte[] bytes = new byte[length];
        data.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Turns and mirrors a picture so that it is upright. */
    static Picture upright(Picture stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean swapped = orientation >= 5;
        int width = swapped ? stored.height() : stored.width();
        int height = swapped ? stored.width() : stored.height();
        int channels = stored.channels();
        byte[] pixels = new byte[stored.pixels().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int along = swapped ? y : x;
                int across = swapped ? x : y;
                boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
                boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
                int sourceX = fromRight ? stored.width() - 1 - along : along;
                int sourceY = fromBottom ? stored.height() - 1 - across : across;
                System.arraycopy(
                        stored.pixels(),
                        (sourceY * stored.width() + sourceX) * channels,
                        pixels,
                        (y * width + x) * channels,
                        channels);
            }
        }
        return new Picture(width, height, channels, pixels);
    }
}

package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files (png, jpeg with CMYK, gif, bmp, webp, tiff) to upright 8-bit pictures with the values the file
 * holds: no gamma or colour profile is applied, transparency is dropped, of several frames the first is taken.
 */
public final class PictureReader {

    /** Refused before decoding: a small file can claim a huge picture. */
    private static final long MOST_PIXELS = 200_000_000L;

    private static final long LARGEST_FILE = 1L << 30;

    private PictureReader() {}

    /**
     * @throws BadInputException if the file is missing, too large, broken or cut off, naming it
     */
    public static Picture read(Path file) {
        return decode(bytes(file), file.toString());
    }

    /**
     * Decodes a file's content.
     *
     * @param name of the file, for messages
     */
    static Picture decode(byte[] content, String name) {
        if (content.length == 0) {
            throw new BadInputException(
                    "The image " + name + " is empty (0 bytes), perhaps after a broken copy; replace or remove it.");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new BadInputException("The file " + name + " is not an image that can be read; formats are "
                        + ImageFormats.extensionList() + ".");
            }
            ImageReader reader = readers.next();
            try {
                BufferedImage image = first(reader, in, name);
                return ExifOrientation.upright(Pixels.of(image), ExifOrientation.of(content));
            } finally {
                reader.dispose();
            }
        } catch (IOException broken) {
            throw broken(name, broken);
        } catch (BadInputException known) {
            throw known;
        } catch (RuntimeException broken) {
            // Boundary: decoders answer broken files with whatever exception comes their way.
            throw broken(name, broken);
        }
    }

    /** The whole file. */
    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new BadInputException("The file " + file + " is larger than 1 GB; give smaller images.");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "Cannot read the image " + file + "; check that it exists and that you may read it.", unreadable);
        }
    }

    private static BufferedImage first(ImageReader reader, ImageInputStream in, String name) throws IOException {
        CutOff cutOff = new CutOff();
        reader.addIIOReadWarningListener(cutOff);
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS || pixels * 16 > Runtime.getRuntime().maxMemory()) {
            throw new BadInputException("The image " + name + " has " + pixels / 1_000_000
                    + " megapixels, more than can be decoded; make it smaller.");
        }
        BufferedImage image = reader.read(0);
        if (cutOff.seen) {
            throw new IOException("cut off");
        }
        return image;
    }

    private static BadInputException broken(String name, Exception cause) {
        return new BadInputException("The image " + name + " is damaged or cut off; replace or remove it.", cause);
    }

    /** The JPEG decoder fills what is missing with grey and only warns. */
    private static final class CutOff implements IIOReadWarningListener {

        private boolean seen;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            String lower = warning.toLowerCase(Locale.ROOT);
            seen |= lower.contains("premature end") || lower.contains("truncated") || lower.contains("corrupt");
        }
    }
}

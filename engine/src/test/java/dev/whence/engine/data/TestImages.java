package dev.whence.engine.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small image files for tests. */
final class TestImages {

    private TestImages() {}

    /** A grey PNG in which every pixel has the given value. */
    static Path greyPng(Path file, int side, int value) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side * side; i++) {
            image.getRaster().setSample(i % side, i / side, 0, value);
        }
        return write(file, image, "png");
    }

    static Path colour(Path file, int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, (i * 7919) & 0xf8f8f8);
        }
        return write(file, image, format);
    }

    private static Path write(Path file, BufferedImage image, String format) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(image, format, file.toFile());
        return file;
    }

    /** An IDX images file; pixel values count up. */
    static Path idxImages(Path file, int count, int side) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * side * side);
        bytes.putInt(0x0803).putInt(count).putInt(side).putInt(side);
        for (int i = 0; i < count * side * side; i++) {
            bytes.put((byte) i);
        }
        return Files.write(file, bytes.array());
    }

    static Path idxLabels(Path file, int... labels) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
        bytes.putInt(0x0801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return Files.write(file, bytes.array());
    }
}

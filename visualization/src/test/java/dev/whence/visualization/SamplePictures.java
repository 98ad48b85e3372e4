package dev.whence.visualization;

import dev.whence.engine.data.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** The grey pictures among the test resources. */
public final class SamplePictures {

    private SamplePictures() {}

    /**
     * @param resource a file name such as {@code test-12.png}
     */
    public static Picture picture(String resource) {
        try (InputStream in = Objects.requireNonNull(
                SamplePictures.class.getResourceAsStream("figure/panel/" + resource), resource)) {
            BufferedImage image = ImageIO.read(in);
            byte[] pixels = new byte[image.getWidth() * image.getHeight()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0);
            }
            return new Picture(image.getWidth(), image.getHeight(), 1, pixels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

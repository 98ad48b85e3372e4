package dev.whence.visualization;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/** What a scene looks like, for assertions on pixels and, under {@code target/snapshots}, for people. */
public final class Snapshots {

    private static final int NEAR = 40;

    private Snapshots() {}

    public static BufferedImage of(Scene scene, String name) {
        WaitForAsyncUtils.waitForFxEvents();
        BufferedImage image =
                WaitForAsyncUtils.waitForAsyncFx(10_000, () -> SwingFXUtils.fromFXImage(scene.snapshot(null), null));
        try {
            Path folder = Files.createDirectories(Path.of("target", "snapshots"));
            ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return image;
    }

    /** How many pixels have about that colour, {@code 0xRRGGBB}; text is never drawn in its pure colour only. */
    public static int count(BufferedImage image, int colour) {
        int found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (distance(image.getRGB(x, y), colour) <= NEAR) {
                    found++;
                }
            }
        }
        return found;
    }

    private static int distance(int one, int other) {
        int red = Math.abs(((one >> 16) & 0xff) - ((other >> 16) & 0xff));
        int green = Math.abs(((one >> 8) & 0xff) - ((other >> 8) & 0xff));
        int blue = Math.abs((one & 0xff) - (other & 0xff));
        return Math.max(red, Math.max(green, blue));
    }
}

package dev.whence.visualization.control;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Turns pictures into JavaFX images. Safe on any thread. */
public final class PictureImages {

    private PictureImages() {}

    /** The picture pixel by pixel. */
    public static Image of(Picture picture, PictureTone tone) {
        return image(tone.argb(picture), picture.width(), picture.height());
    }

    /**
     * The picture, made smaller by averaging whole blocks of pixels where its longer side exceeds a limit, so that
     * thumbnails of photographs neither flicker nor fill the memory.
     *
     * @param longestSide in pixels, {@code >= 1}; the result is at least that large and less than twice as large
     */
    public static Image thumbnail(Picture picture, PictureTone tone, int longestSide) {
        int block = Math.max(picture.width(), picture.height()) / longestSide;
        if (block <= 1) {
            return of(picture, tone);
        }
        int width = Math.max(1, picture.width() / block);
        int height = Math.max(1, picture.height() / block);
        int[] source = tone.argb(picture);
        int[] small = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small[y * width + x] = blockMean(source, picture, x * block, y * block, block);
            }
        }
        return image(small, width, height);
    }

    /**
     * The image with every pixel repeated, so that it can be shown larger with hard edges.
     *
     * @param times {@code >= 1}
     */
    static Image enlarged(Image image, int times) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] row = new int[width];
        int[] large = new int[width * times];
        WritableImage result = new WritableImage(width * times, height * times);
        for (int y = 0; y < height; y++) {
            image.getPixelReader().getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), row, 0, width);
            for (int x = 0; x < large.length; x++) {
                large[x] = row[x / times];
            }
            result.getPixelWriter()
                    .setPixels(0, y * times, large.length, times, PixelFormat.getIntArgbInstance(), large, 0, 0);
        }
        return result;
    }

    private static int blockMean(int[] source, Picture picture, int left, int top, int block) {
        int right = Math.min(left + block, picture.width());
        int bottom = Math.min(top + block, picture.height());
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int colour = source[y * picture.width() + x];
                red += (colour >> 16) & 0xff;
                green += (colour >> 8) & 0xff;
                blue += colour & 0xff;
            }
        }
        long n = (long) (right - left) * (bottom - top);
        return (int) (0xff000000L | ((red / n) << 16) | ((green / n) << 8) | (blue / n));
    }

    /** Row-major {@code 0xAARRGGBB} as an image. */
    static Image image(int[] argb, int width, int height) {
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return image;
    }
}

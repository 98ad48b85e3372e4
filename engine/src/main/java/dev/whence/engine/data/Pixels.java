package dev.whence.engine.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The sample values of a decoded image. Taken from the raster, because Java's own conversion of grey images goes
 * through a linear colour space and changes the values.
 */
final class Pixels {

    private Pixels() {}

    static Picture of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return ofPalette(image.getRaster(), palette);
        }
        int colourSpace = model.getColorSpace().getType();
        if (colourSpace == ColorSpace.TYPE_GRAY) {
            return ofSamples(image.getRaster(), 1, model);
        }
        if (colourSpace == ColorSpace.TYPE_RGB && image.getRaster().getNumBands() >= 3) {
            return ofSamples(image.getRaster(), 3, model);
        }
        return ofConverted(image);
    }

    private static Picture ofPalette(Raster raster, IndexColorModel palette) {
        int channels = isGrey(palette) ? 1 : 3;
        int width = raster.getWidth();
        byte[] pixels = new byte[raster.getHeight() * width * channels];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                pixels[at++] = (byte) palette.getRed(index);
                if (channels == 3) {
                    pixels[at++] = (byte) palette.getGreen(index);
                    pixels[at++] = (byte) palette.getBlue(index);
                }
            }
        }
        return new Picture(width, raster.getHeight(), channels, pixels);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first bands; of samples wider than 8 bits the upper 8, narrower ones spread over 0 to 255. */
    private static Picture ofSamples(Raster raster, int channels, ColorModel model) {
        int width = raster.getWidth();
        byte[] pixels = new byte[raster.getHeight() * width * channels];
        int[] row = new int[width];
        for (int c = 0; c < channels; c++) {
            int bits = model.getComponentSize(c);
            int most = (1 << Math.min(bits, 30)) - 1;
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    int value = bits == 8 ? row[x] : bits > 8 ? row[x] >>> (bits - 8) : row[x] * 255 / most;
                    pixels[(y * width + x) * channels + c] = (byte) value;
                }
            }
        }
        return new Picture(width, raster.getHeight(), channels, pixels);
    }

    private static Picture ofConverted(BufferedImage image) {
        int width = image.getWidth();
        byte[] pixels = new byte[image.getHeight() * width * 3];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int rgb : row) {
                pixels[at++] = (byte) (rgb >> 16);
                pixels[at++] = (byte) (rgb >> 8);
                pixels[at++] = (byte) rgb;
            }
        }
        return new Picture(width, image.getHeight(), 3, pixels);
    }
}

package dev.whence.visualization.heatmap;

/**
 * A rectangle of an image drawn onto a grid of screen pixels, with hard edges or interpolated. Done here and not by the
 * graphics pipeline, because pipelines differ in whether they smooth what they enlarge.
 *
 * @param left of the rectangle in image pixels, may lie outside of the image, which is transparent there
 * @param top of the rectangle in image pixels
 * @param step image pixels per screen pixel, {@code > 0}
 * @param columns of the screen grid
 * @param rows of the screen grid
 */
public record PixelWindow(double left, double top, double step, int columns, int rows) {

    /** More samples per screen pixel and axis are not worth their time. */
    private static final int MOST_SAMPLES = 8;

    /**
     * @param argb row-major opaque pixels of the image
     * @param smooth whether to interpolate where the image is enlarged
     * @return row-major {@code 0xAARRGGBB} of the screen grid
     */
    public int[] draw(int[] argb, int width, int height, boolean smooth) {
        int samples = (int) Math.max(1, Math.min(MOST_SAMPLES, Math.ceil(step)));
        int[] screen = new int[Math.multiplyExact(columns, rows)];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double imageX = left + (x + 0.5) * step;
                double imageY = top + (y + 0.5) * step;
                if (imageX < 0 || imageY < 0 || imageX >= width || imageY >= height) {
                    continue;
                }
                screen[y * columns + x] = samples > 1
                        ? mean(argb, width, height, imageX, imageY, samples)
                        : smooth && step < 1
                                ? interpolated(argb, width, height, imageX - 0.5, imageY - 0.5)
                                : argb[clamped(imageY, height) * width + clamped(imageX, width)];
            }
        }
        return screen;
    }

    private int mean(int[] argb, int width, int height, double x, double y, int samples) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int j = 0; j < samples; j++) {
            int row = clamped(y + ((j + 0.5) / samples - 0.5) * step, height);
            for (int i = 0; i < samples; i++) {
                int colour = argb[row * width + clamped(x + ((i + 0.5) / samples - 0.5) * step, width)];
                red += (colour >> 16) & 0xff;
                green += (colour >> 8) & 0xff;
                blue += colour & 0xff;
            }
        }
        int n = samples * samples;
        return 0xff000000 | (red / n) << 16 | (green / n) << 8 | (blue / n);
    }

    private static int interpolated(int[] argb, int width, int height, double x, double y) {
        int x0 = clamped(x, width);
        int y0 = clamped(y, height);
        int x1 = clamped(Math.floor(x) + 1, width);
        int y1 = clamped(Math.floor(y) + 1, height);
        double shareX = x - Math.floor(x);
        double shareY = y - Math.floor(y);
        int colour = 0xff000000;
        for (int shift = 0; shift <= 16; shift += 8) {
            double upper = mixed(argb[y0 * width + x0], argb[y0 * width + x1], shift, shareX);
            double lower = mixed(argb[y1 * width + x0], argb[y1 * width + x1], shift, shareX);
            colour |= (int) Math.round(upper + (lower - upper) * shareY) << shift;
        }
        return colour;
    }

    private static double mixed(int from, int to, int shift, double share) {
        int start = (from >> shift) & 0xff;
        return start + (((to >> shift) & 0xff) - start) * share;
    }

    private static int clamped(double place, int size) {
        return (int) Math.max(0, Math.min(size - 1, Math.floor(place)));
    }
}

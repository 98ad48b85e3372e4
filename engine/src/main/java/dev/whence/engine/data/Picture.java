package dev.whence.engine.data;

/**
 * A decoded 8-bit image, upright.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 (grey), 3 (RGB)
 * @param pixels row-major, channels interleaved, values 0 to 255; shared, not to be written to
 */
public record Picture(int width, int height, int channels, byte[] pixels) {

    public Picture {
        if (pixels.length != (long) width * height * channels) {
            throw new IllegalArgumentException("pixels do not fill " + width + " x " + height + " x " + channels);
        }
    }
}

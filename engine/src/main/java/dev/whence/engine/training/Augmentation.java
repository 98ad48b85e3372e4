package dev.whence.engine.training;

import dev.whence.engine.tensor.Tensor;
import java.util.List;

/**
 * Random changes of training images: mirrored left to right with probability 1/2, and moved by up to {@code shift} pixels
 * in each direction, which is cutting the original size out of the padded image. Works on network input, after
 * preprocessing. What was done to an image is a whole number, its choice, from which it can be done again.
 *
 * @param flip whether images are mirrored at random
 * @param shift largest movement in pixels, 0 to 63
 * @param fill what comes in at the edges, per channel: the network input of a black pixel; one value serves all channels
 */
public record Augmentation(boolean flip, int shift, List<Double> fill) {

    /** The choice that changes nothing. */
    public static final int UNCHANGED = 64 << 8 | 64;

    public Augmentation {
        fill = List.copyOf(fill);
        if (shift < 0 || shift > 63 || fill.isEmpty()) {
            throw new IllegalArgumentException("shift " + shift + " with " + fill.size() + " fill values");
        }
    }

    /** Leaves all images as they are. */
    public static Augmentation none() {
        return new Augmentation(false, 0, List.of(0.0));
    }

    /** Whether anything is ever changed. */
    public boolean active() {
        return flip || shift > 0;
    }

    /**
     * The number that stands for a change.
     *
     * @param mirrored left to right, before moving
     * @param down by how many pixels the content moves down, -63 to 63
     * @param right by how many pixels the content moves right, -63 to 63
     */
    public static int choice(boolean mirrored, int down, int right) {
        return (mirrored ? 1 << 16 : 0) | (down + 64) << 8 | (right + 64);
    }

    /**
     * The images with their choices applied.
     *
     * @param batch float32, {@code [n, c, h, w]}
     * @param choices one per image
     * @return float32, {@code [n, c, h, w]}
     */
    public Tensor apply(Tensor batch, int[] choices) {
        int[] sizes = batch.shape().toArray();
        float[] from = batch.floats();
        float[] to = new float[from.length];
        int plane = sizes[2] * sizes[3];
        for (int image = 0; image < sizes[0]; image++) {
            for (int channel = 0; channel < sizes[1]; channel++) {
                double edge = fill.get(fill.size() == 1 ? 0 : channel);
                int start = (image * sizes[1] + channel) * plane;
                move(from, to, start, sizes[2], sizes[3], choices[image], (float) edge);
            }
        }
        return Tensor.of(to, sizes);
    }

    private static void move(float[] from, float[] to, int start, int height, int width, int choice, float edge) {
        boolean mirrored = (choice >> 16 & 1) == 1;
        int down = (choice >> 8 & 0xff) - 64;
        int right = (choice & 0xff) - 64;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sourceY = y - down;
                int sourceX = x - right;
                boolean inside = sourceY >= 0 && sourceY < height && sourceX >= 0 && sourceX < width;
                int column = mirrored ? width - 1 - sourceX : sourceX;
                to[start + y * width + x] = inside ? from[start + sourceY * width + column] : edge;
            }
        }
    }
}

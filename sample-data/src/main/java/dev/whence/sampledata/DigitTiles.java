package dev.whence.sampledata;

import java.util.Arrays;

/** Small pictures of sums, dark on white: one number above the other, the lower one with a plus sign. */
final class DigitTiles {

    /** Side of a picture in pixels. */
    static final int SIDE = 28;

    private static final int SCALE = 2;
    private static final int WIDTH = 3;
    private static final int HEIGHT = 5;
    private static final String GLYPHS = "0123456789+";

    /** Rows of three pixels from the top, a set bit is ink, the leftmost the highest. */
    private static final int[][] ROWS = {
        {7, 5, 5, 5, 7},
        {2, 6, 2, 2, 7},
        {7, 1, 7, 4, 7},
        {7, 1, 7, 1, 7},
        {5, 5, 7, 1, 1},
        {7, 4, 7, 1, 7},
        {7, 4, 7, 5, 7},
        {7, 1, 2, 2, 2},
        {7, 5, 7, 5, 7},
        {7, 5, 7, 1, 7},
        {0, 2, 7, 2, 0}
    };

    private DigitTiles() {}

    /** The picture of {@code a + b}, {@code [SIDE * SIDE]}, row-major, 255 is white. */
    static byte[] of(int a, int b) {
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) 255);
        write(pixels, Integer.toString(a), 2);
        write(pixels, "+" + b, 15);
        return pixels;
    }

    /** Letters end at the right edge. */
    private static void write(byte[] pixels, String text, int top) {
        int left = SIDE - 1 - text.length() * (WIDTH + 1) * SCALE + SCALE;
        for (int i = 0; i < text.length(); i++) {
            int[] rows = ROWS[GLYPHS.indexOf(text.charAt(i))];
            for (int y = 0; y < HEIGHT * SCALE; y++) {
                for (int x = 0; x < WIDTH * SCALE; x++) {
                    int at = left + i * (WIDTH + 1) * SCALE + x;
                    if (at >= 0 && (rows[y / SCALE] >> (WIDTH - 1 - x / SCALE) & 1) == 1) {
                        pixels[(top + y) * SIDE + at] = 0;
                    }
                }
            }
        }
    }
}

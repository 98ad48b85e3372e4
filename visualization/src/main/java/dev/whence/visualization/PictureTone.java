package dev.whence.visualization;

import dev.whence.engine.data.Picture;

/** How grey pictures are shown; colour pictures always look as they are. */
public enum PictureTone {
    /** 0 is black. */
    AS_STORED,
    /** 0 is white, as ink on paper: right for data sets of bright objects on black, such as the MNIST family. */
    INVERTED_GREY;

    /**
     * The picture's pixels as opaque colours.
     *
     * @return row-major {@code 0xffRRGGBB}, one entry per pixel
     */
    public int[] argb(Picture picture) {
        byte[] bytes = picture.pixels();
        int count = picture.width() * picture.height();
        int[] colours = new int[count];
        if (picture.channels() == 1) {
            int flip = this == INVERTED_GREY ? 0xff : 0;
            for (int i = 0; i < count; i++) {
                int grey = (bytes[i] & 0xff) ^ flip;
                colours[i] = opaque(grey, grey, grey);
            }
        } else {
            int channels = picture.channels();
            for (int i = 0; i < count; i++) {
                int at = i * channels;
                colours[i] = opaque(bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff);
            }
        }
        return colours;
    }

    private static int opaque(int red, int green, int blue) {
        return 0xff000000 | (red << 16) | (green << 8) | blue;
    }
}

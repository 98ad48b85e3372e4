package dev.whence.visualization.figure.page;

/** The colours of figures on white paper, {@code 0xRRGGBB}; text colours have a contrast of at least 4.5 : 1. */
public final class Ink {

    public static final int PAPER = 0xffffff;
    public static final int TEXT = 0x1b1f24;
    public static final int MUTED = 0x59636e;
    public static final int FRAME = 0xb4bbc4;
    public static final int POSITIVE = 0xb2182b;
    public static final int POSITIVE_PALE = 0xf6d0c8;
    public static final int NEGATIVE = 0x1f5fa8;
    public static final int NEGATIVE_PALE = 0xcadef0;
    public static final int WARNING = 0x8a5200;
    public static final int TRACK = 0xe4e8ed;
    public static final int BAR = 0x0b5cc4;

    private Ink() {}
}

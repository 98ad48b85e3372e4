package dev.whence.app.ui.explore;

/**
 * How large pictures are drawn in the middle of the window, so that a large screen shows large pictures instead of empty
 * space below them. Where the room is short they keep their least size and the column scrolls.
 *
 * @param subject side of the test image and its heatmap
 * @param tile largest side of a training image
 * @param detail side of the pictures in the strip below
 */
record CentreSizes(double subject, double tile, double detail) {

    /** What fits a window of 1280 by 800. */
    static final CentreSizes LEAST = new CentreSizes(116, 168, 84);

    /** All sizes grow together, up to so many times their least. */
    private static final double MOST = 4;

    /** Words, borders and gaps between the pictures of one column. */
    private static final double BETWEEN = 246;

    /** Beside the test image and its heatmap stand the decision's bars. */
    private static final double BARS = 480;

    /** Beside the four pictures of the strip stand its words. */
    private static final double WORDS = 380;

    /**
     * @param width of the column
     * @param height of the column
     * @param tileRoom widest square that the row has for one training image
     * @param maps whether each training image has its two maps below it
     */
    static CentreSizes fitting(double width, double height, double tileRoom, boolean maps) {
        double least = 1;
        double most = MOST;
        for (int halving = 0; halving < 30; halving++) {
            double middle = (least + most) / 2;
            CentreSizes sizes = grown(middle, width);
            double rows = 2 * Math.min(tileRoom, sizes.tile) * (maps ? 1.5 : 1);
            if (BETWEEN + sizes.subject + rows + sizes.detail <= height) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return grown(least, width);
    }

    private static CentreSizes grown(double by, double width) {
        return new CentreSizes(
                bounded(LEAST.subject, by, (width - BARS) / 2),
                Math.floor(LEAST.tile * by),
                bounded(LEAST.detail, by, (width - WORDS) / 4));
    }

    private static double bounded(double least, double by, double room) {
        return Math.floor(Math.max(least, Math.min(least * by, room)));
    }
}

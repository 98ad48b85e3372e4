package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;

/** Enlarges rasters with hard pixel edges, because many viewers smooth small images whatever the file asks for. */
final class Rasters {

    private static final int MOST = 64;

    private Rasters() {}

    /**
     * Repeats every pixel a whole number of times until the raster has about the wanted resolution; smooth rasters stay
     * as they are.
     *
     * @param pixelsPerMm wanted resolution
     */
    static Raster enlarged(Raster raster, double pixelsPerMm) {
        if (raster.sampling() == Sampling.SMOOTH) {
            return raster;
        }
        double wanted = Math.max(
                raster.box().width() * pixelsPerMm / raster.columns(),
                raster.box().height() * pixelsPerMm / raster.rows());
        int factor = (int) Math.max(1, Math.min(MOST, Math.round(wanted)));
        int columns = raster.columns() * factor;
        int rows = raster.rows() * factor;
        return new Raster(
                raster.box(), columns, rows, stretched(raster, columns, rows), raster.sampling(), raster.description());
    }

    /** The raster's pixels at another size, each new pixel taking the old one under its centre. */
    static int[] stretched(Raster raster, int columns, int rows) {
        int[] large = new int[Math.multiplyExact(columns, rows)];
        for (int y = 0; y < rows; y++) {
            int from = (int) ((2L * y + 1) * raster.rows() / (2L * rows)) * raster.columns();
            for (int x = 0; x < columns; x++) {
                large[y * columns + x] = raster.argb()[from + (int) ((2L * x + 1) * raster.columns() / (2L * columns))];
            }
        }
        return large;
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DataAttributionFigure.Side;

/**
 * Where the columns of a data-attribution panel are, in millimetres.
 *
 * @param middle x of the middle of the figure
 * @param columns tiles side by side on either side
 * @param rows rows of tiles
 * @param tile side of a tile
 * @param gap between tiles
 */
record DataAttributionGrid(double middle, int columns, int rows, double tile, double gap) {

    /** A tile narrower than this many times the font size has no room for its score and class. */
    private static final double NARROWEST_TILE_EM = 4.3;

    /** Space between the test image and the sides, in gaps. */
    private static final double CENTRE_SPACE = 3;

    /** As few rows as leave tiles room for their captions. */
    static DataAttributionGrid of(FigurePreset preset, int k, double fontPt) {
        double gap = 0.22 * fontPt;
        double inner = preset.widthMm() - 2 * preset.marginMm();
        double narrowest = NARROWEST_TILE_EM * fontPt * Figure.MM_PER_PT;
        int rows = 1;
        while (rows < k && tile(inner, columns(k, rows), gap) < narrowest) {
            rows++;
        }
        int columns = columns(k, rows);
        double tile = Math.max(1, tile(inner, columns, gap));
        return new DataAttributionGrid(preset.widthMm() / 2, columns, columns(k, columns), tile, gap);
    }

    private static int columns(int k, int rows) {
        return (k + rows - 1) / rows;
    }

    /** The test image is two tiles and the gap between them wide; what is left is shared by the tiles. */
    private static double tile(double inner, int columns, double gap) {
        double gaps = gap + 2 * CENTRE_SPACE * gap + 2 * (columns - 1) * gap;
        return (inner - gaps) / (2 + 2 * columns);
    }

    /** Side of the test image. */
    double centre() {
        return 2 * tile + gap;
    }

    double sideWidth() {
        return columns * tile + (columns - 1) * gap;
    }

    /** The edge of a side next to the test image. */
    double innerEdge(Side side) {
        double distance = centre() / 2 + CENTRE_SPACE * gap;
        return side == Side.OPPONENTS ? middle - distance : middle + distance;
    }

    double outerEdge(Side side) {
        return side == Side.OPPONENTS ? innerEdge(side) - sideWidth() : innerEdge(side) + sideWidth();
    }

    /** Left edge of a tile, 0 being the strongest. */
    double tileLeft(Side side, int rank) {
        int column = rank / rows;
        double inwards = column * (tile + gap);
        return side == Side.OPPONENTS ? innerEdge(side) - inwards - tile : innerEdge(side) + inwards;
    }
}

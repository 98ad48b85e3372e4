package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Arrow;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DataAttributionFigure.Side;

/**
 * Lays out an XDA panel (the information of DualXDA's "xda" figure). Where the paper is wide enough for the tiles'
 * captions, the test image and its decision map stand in the middle, opponents to their left and proponents to their
 * right, strongest inside; else the test image stands on top and the sides below it, strongest at the left.
 *
 * <p>The decision map explains the class and the pair maps explain scores, so that they never share a scale.
 */
public final class XdaFigure {

    /** A tile narrower than this many times the font size has no room for its score and class. */
    private static final double NARROWEST_TILE_EM = 4.3;

    private static final double LARGEST_TILE = 0.14;
    private static final double CENTRE_TILES = 1.75;
    private static final double CENTRE_SPACE = 3;
    private static final double TOP_PICTURE = 0.24;

    private final XdaPanel panel;
    private final FigurePreset preset;
    private final Sheet sheet;
    private final double pictures;

    private XdaFigure(XdaPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.preset = preset;
        this.pictures = pictures;
        this.sheet = new Sheet(preset, panel.style(), fontPt);
    }

    /** The figure with the preset's letters. */
    public static Figure of(XdaPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(XdaPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new XdaFigure(panel, preset, letters, pictures).draw());
    }

    private double labelWidth() {
        return new XdaTiles(sheet, panel, 1).labelWidth();
    }

    private double narrowest() {
        return NARROWEST_TILE_EM * sheet.pt() * Figure.MM_PER_PT;
    }

    private double largest() {
        return LARGEST_TILE * preset.widthMm() * pictures;
    }

    private FittedPage draw() {
        int columns = XdaTiles.most(panel);
        double gaps = 2 * CENTRE_SPACE * sheet.gap() + 2 * (columns - 1) * sheet.gap();
        double room = sheet.innerWidth() - labelWidth() - gaps;
        double tile = room / (2 * columns + CENTRE_TILES);
        double bottom = tile >= narrowest() ? sideBySide(Math.min(tile, largest()), columns) : stacked();
        return sheet.captioned(caption(), bottom);
    }

    private double sideBySide(double tile, int columns) {
        XdaTiles tiles = new XdaTiles(sheet, panel, tile);
        double gap = sheet.gap();
        double centre = CENTRE_TILES * tile;
        double sideWidth = columns * tile + (columns - 1) * gap;
        double used = tiles.labelWidth() + 2 * sideWidth + centre + 2 * CENTRE_SPACE * gap;
        double left = sheet.left() + (sheet.innerWidth() - used) / 2 + tiles.labelWidth();
        double leftInner = left + sideWidth;
        double rightInner = leftInner + centre + 2 * CENTRE_SPACE * gap;
        double top = sheet.top();
        double countTop = top
                + Math.max(
                        heading(Side.OPPONENTS, sideWidth).height(),
                        heading(Side.PROPONENTS, sideWidth).height());
        double arrowY = countTop
                + Math.max(
                        counted(Side.OPPONENTS, sideWidth).height(),
                        counted(Side.PROPONENTS, sideWidth).height())
                + 0.35 * gap;
        double tilesTop = arrowY + 1.3 * gap;
        for (Side side : Side.values()) {
            boolean toLeft = side == Side.OPPONENTS;
            double inner = toLeft ? leftInner : rightInner;
            sheet.paragraph(heading(side, sideWidth), inner, top, side.anchor());
            sheet.paragraph(counted(side, sideWidth), inner, countTop, side.anchor());
            double outer = toLeft ? inner - sideWidth : inner + sideWidth;
            sheet.add(new Arrow(inner, outer, arrowY, sheet.pt() * 0.055, side.colour(), side.paleColour()));
            for (int rank = 0; rank < XdaTiles.count(panel, side); rank++) {
                double inwards = rank * (tile + gap);
                tiles.column(side, rank, toLeft ? inner - inwards - tile : inner + inwards, tilesTop);
            }
        }
        int opponents = XdaTiles.count(panel, Side.OPPONENTS);
        double firstColumn = leftInner - opponents * tile - Math.max(0, opponents - 1) * gap;
        tiles.labels(firstColumn, tilesTop);
        double centreBottom = centre(new Box(leftInner + CENTRE_SPACE * gap, top, centre, centre));
        double bottom = Math.max(tilesTop + tiles.height(), centreBottom) + gap;
        return bar(tiles, left - tiles.labelWidth(), bottom, used) + gap;
    }

    /** Test image, words, decision map, words; returns the lower edge. */
    private double centre(Box first) {
        double x = first.centreX();
        double width = first.width() + 2 * sheet.gap();
        sheet.picture(panel.attribution().test().picture(), first, testName());
        double y = TestWords.centred(sheet, panel.attribution().test(), x, first.bottom() + 0.8 * sheet.gap(), width);
        Box second = new Box(first.left(), y + 0.8 * sheet.gap(), first.width(), first.width());
        decisionMap(second);
        return decisionNotes(x, second.bottom() + 0.8 * sheet.gap(), width);
    }

    private void decisionMap(Box square) {
        sheet.heat(
                panel.attribution().test().picture(),
                panel.decision().map(),
                panel.decision().map().largestMagnitude(),
                square,
                "Decision map of " + testName());
    }

    private double decisionNotes(double x, double top, double width) {
        double y = sheet.line("decision map", x, top, sheet.smallPt(), Weight.BOLD, Anchor.MIDDLE, Ink.TEXT, width);
        return sheet.heatNotes(panel.decision(), panel.decision().map().largestMagnitude(), true, x, y, width);
    }

    private double stacked() {
        double label = labelWidth();
        double room = sheet.innerWidth() - label;
        double gap = sheet.gap();
        int most = XdaTiles.most(panel);
        int columns = (int) Math.max(1, Math.min(most, Math.floor((room + gap) / (narrowest() + gap))));
        int lines = (most + columns - 1) / columns;
        columns = (most + lines - 1) / lines;
        double tile = Math.min((room - (columns - 1) * gap) / columns, largest() * 1.6);
        XdaTiles tiles = new XdaTiles(sheet, panel, tile);
        double y = top();
        for (Side side : new Side[] {Side.PROPONENTS, Side.OPPONENTS}) {
            y = sheet.paragraph(heading(side, sheet.innerWidth()), sheet.left(), y, Anchor.START);
            y = sheet.paragraph(counted(side, sheet.innerWidth()), sheet.left(), y, Anchor.START) + 0.5 * gap;
            int count = XdaTiles.count(panel, side);
            for (int first = 0; first < count; first += columns) {
                tiles.labels(sheet.left() + label, y);
                for (int rank = first; rank < Math.min(count, first + columns); rank++) {
                    tiles.column(side, rank, sheet.left() + label + (rank - first) * (tile + gap), y);
                }
                y += tiles.height() + gap;
            }
        }
        return bar(tiles, sheet.left(), y, sheet.innerWidth()) + gap;
    }

    /** Test image, decision map and words side by side; returns where the sides start. */
    private double top() {
        double side = Math.max(narrowest(), TOP_PICTURE * sheet.innerWidth() * pictures);
        double gap = 2 * sheet.gap();
        Box first = new Box(sheet.left() + labelWidth(), sheet.top(), side, side);
        Box second = new Box(first.right() + gap, sheet.top(), side, side);
        sheet.picture(panel.attribution().test().picture(), first, testName());
        decisionMap(second);
        double notes = decisionNotes(second.centreX(), second.bottom() + 0.8 * sheet.gap(), side + sheet.gap());
        double left = second.right() + gap;
        double width = sheet.left() + sheet.innerWidth() - left;
        double words = TestWords.startingAt(sheet, panel.attribution().test(), left, sheet.top(), width);
        return Math.max(notes, words) + 2 * sheet.gap();
    }

    private double bar(XdaTiles tiles, double left, double top, double width) {
        return sheet.colourBar(tiles.sharedScale(), sheet.scaleWords("train and test maps"), left, top, width);
    }

    private Paragraph heading(Side side, double width) {
        String words = side.title() + " of " + panel.attribution().explained();
        return sheet.wrapped(words, width, sheet.pt() * 1.15, Weight.BOLD, side.colour());
    }

    private Paragraph counted(Side side, double width) {
        DataAttributionPanel all = panel.attribution();
        int count = side == Side.OPPONENTS ? all.opponentCount() : all.proponentCount();
        return sheet.wrapped(side.counted(count, all.trainSize()), width, sheet.smallPt(), Weight.REGULAR, Ink.MUTED);
    }

    private String testName() {
        return "Test image " + panel.attribution().test().name();
    }

    private String caption() {
        return "Training images that speak for (+) and against (\u2212) "
                + panel.attribution().explained()
                + ". Train map: which of their pixels the score comes from; test map: where the test image has the same"
                + " features; decision map: what speaks for "
                + panel.attribution().explained()
                + " itself. " + conservation() + panel.attribution().caption();
    }

    private String conservation() {
        return panel.decision().known()
                        || panel.proponents().stream()
                                .anyMatch(pair -> pair.train().known())
                ? "\u03a3: sum of a map relative to what it explains. "
                : "";
    }
}

package dev.whence.visualization.figure.plot;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.StripPlot;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Sheet;

/** Lays out training images through time: picture, class, strip and final value of each. */
public final class StripFigure {

    private static final double ROW_EM = 2.2;
    private static final double NAME_EM = 7;
    private static final double VALUE_EM = 4.2;
    private static final int DOT = 0x40464e;

    private final StripPlot plot;
    private final PlotPictures pictures;
    private final Sheet sheet;
    private final double em;
    private final double row;
    private final double left;
    private final double width;

    private StripFigure(StripPlot plot, PlotPictures pictures, Sheet sheet, double size) {
        this.plot = plot;
        this.pictures = pictures;
        this.sheet = sheet;
        em = sheet.smallPt() * Figure.MM_PER_PT;
        row = ROW_EM * em * size;
        left = sheet.left() + row + NAME_EM * em;
        width = sheet.innerWidth() - row - NAME_EM * em - VALUE_EM * em;
    }

    /** The figure of strips in letters of a size. */
    public static Figure of(
            StripPlot plot, PlotPictures pictures, String title, String caption, FigurePreset preset, double fontPt) {
        return PlotPage.of(
                title,
                caption,
                pictures.tone(),
                preset,
                fontPt,
                (sheet, top, size) -> new StripFigure(plot, pictures, sheet, size).draw(top));
    }

    private double draw(double top) {
        double y = top;
        for (StripPlot.Row one : plot.rows()) {
            row(one, y);
            y += row;
        }
        double numbers = y + sheet.gap();
        for (double tick : Scale.niceTicks(0, Math.max(1, plot.steps()), 8)) {
            sheet.line(
                    SignedNumbers.count(Math.round(tick)),
                    left + tick / Math.max(1, plot.steps()) * width,
                    numbers,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.MIDDLE,
                    Ink.MUTED,
                    width);
        }
        return sheet.line(
                "step", left - 0.8 * em, numbers, sheet.smallPt(), Weight.REGULAR, Anchor.END, Ink.MUTED, width);
    }

    private void row(StripPlot.Row one, double top) {
        double side = 0.9 * row;
        Box square = new Box(sheet.left(), top + (row - side) / 2, side, side);
        sheet.picture(
                pictures.picture().apply(one.image()), square, pictures.words().apply(one.image()));
        double middle = top + row / 2 - FigureFont.CAP_HEIGHT * em / 2;
        sheet.line(
                one.name(),
                sheet.left() + row + 0.4 * em,
                middle,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.START,
                Ink.TEXT,
                (NAME_EM - 0.8) * em);
        Box strip = new Box(left, top + 0.06 * row, width, 0.88 * row);
        sheet.add(new Raster(
                strip, plot.steps(), 1, colours(one.values()), Sampling.NEAREST, "Contribution by each step"));
        sheet.add(new Frame(strip, sheet.pt() * 0.008, Ink.FRAME));
        dots(one, strip);
        float last = one.values()[one.values().length - 1];
        sheet.line(
                SignedNumbers.score(last),
                left + width + 0.4 * em,
                middle,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.START,
                last < 0 ? Ink.NEGATIVE : Ink.POSITIVE,
                VALUE_EM * em);
    }

    /** The sum after each step, as on screen. */
    private int[] colours(float[] values) {
        int[] colours = new int[plot.steps()];
        for (int s = 0; s < colours.length; s++) {
            double share = Math.min(1, Math.abs(values[s + 1]) / plot.largest());
            int alpha = (int) Math.round(255 * share);
            colours[s] = 0xff000000 | PlotPage.onPaper(alpha << 24 | MatrixPlot.hue(values[s + 1] < 0, false));
        }
        return colours;
    }

    private void dots(StripPlot.Row one, Box strip) {
        double dot = 0.09 * row;
        for (int s = 0; s < one.dots().length; s++) {
            if (one.dots()[s]) {
                double x = strip.left() + (s + 0.5) / plot.steps() * strip.width();
                sheet.add(new Area(new Box(x - dot / 2, strip.bottom() - 2 * dot, dot, dot), DOT));
            }
        }
    }
}

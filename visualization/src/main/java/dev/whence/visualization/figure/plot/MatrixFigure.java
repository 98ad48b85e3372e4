package dev.whence.visualization.figure.plot;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Band;
import dev.whence.visualization.chart.MatrixPlot.Scaling;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays out a matrix as it is on screen: bands with their names, colours, a bar that tells what they mean. */
public final class MatrixFigure {

    /** Finer than this nothing is printed; larger matrices are averaged. */
    private static final int MOST_CELLS = 1200;

    private static final double HEIGHT = 0.5;
    private static final double BAR_EM = 9;
    private static final int BAR_STEPS = 16;

    private final MatrixPlot plot;
    private final Sheet sheet;
    private final Box box;

    private MatrixFigure(MatrixPlot plot, Sheet sheet, double top, double size) {
        this.plot = plot;
        this.sheet = sheet;
        double names = names(plot, sheet);
        double width = (sheet.innerWidth() - names) * (square(plot) ? size : 1);
        double height = square(plot) ? Math.min(width, sheet.innerWidth() * 0.75) : sheet.innerWidth() * HEIGHT * size;
        box = new Box(sheet.left() + names, top, square(plot) ? height : width, height);
    }

    /** The figure of a matrix in letters of a size. */
    public static Figure of(MatrixPlot plot, String title, String caption, FigurePreset preset, double fontPt) {
        return PlotPage.of(
                title,
                caption,
                PictureTone.AS_STORED,
                preset,
                fontPt,
                (sheet, top, size) -> new MatrixFigure(plot, sheet, top, size).draw());
    }

    private static boolean square(MatrixPlot plot) {
        return plot.rows().equals(plot.columns());
    }

    private static double names(MatrixPlot plot, Sheet sheet) {
        FigureFont font = FigureFont.of(Weight.REGULAR);
        double widest = plot.rows().stream()
                .mapToDouble(band -> font.widthMm(band.name(), sheet.smallPt()))
                .max()
                .orElse(0);
        return Math.min(widest, 0.25 * sheet.innerWidth()) + 0.8 * em(sheet);
    }

    private static double em(Sheet sheet) {
        return sheet.smallPt() * Figure.MM_PER_PT;
    }

    private double draw() {
        int columns = Math.min(MOST_CELLS, plot.values()[0].length);
        int rows = Math.min(MOST_CELLS, plot.values().length);
        int[] paper = Arrays.stream(plot.argb(columns, rows, false))
                .map(argb -> 0xff000000 | PlotPage.onPaper(argb))
                .toArray();
        sheet.add(new Raster(box, columns, rows, paper, Sampling.NEAREST, plot.words()));
        sheet.add(new Frame(box, sheet.pt() * 0.018, Ink.FRAME));
        rowNames();
        columnNames();
        double below = box.bottom() + 1.9 * Paragraph.lineHeight(sheet.smallPt());
        return bar(below);
    }

    private void rowNames() {
        double em = em(sheet);
        double cell = box.height() / plot.values().length;
        double free = box.top() - em;
        for (Band band : plot.rows()) {
            double middle = box.top() + (band.from() + band.to()) / 2.0 * cell;
            // Where bands are narrower than letters, as many are named as fit.
            if (middle - 0.55 * em >= free) {
                double top = middle - FigureFont.CAP_HEIGHT * em / 2;
                sheet.line(
                        band.name(),
                        box.left() - 0.5 * em,
                        top,
                        sheet.smallPt(),
                        Weight.REGULAR,
                        Anchor.END,
                        Ink.MUTED,
                        box.left() - sheet.left() - 0.5 * em);
                free = middle + 0.55 * em;
            }
            double end = box.top() + band.to() * cell;
            sheet.add(new Line(box.left(), end, box.right(), end, sheet.pt() * 0.012, Ink.FRAME));
        }
    }

    private void columnNames() {
        FigureFont font = FigureFont.of(Weight.REGULAR);
        double cell = box.width() / plot.values()[0].length;
        double free = box.left();
        for (Band band : plot.columns()) {
            double middle = box.left() + (band.from() + band.to()) / 2.0 * cell;
            double width = font.widthMm(band.name(), sheet.smallPt());
            double left = middle - width / 2;
            double right = middle + width / 2;
            if (left >= free && right <= sheet.left() + sheet.innerWidth()) {
                sheet.line(
                        band.name(),
                        middle,
                        box.bottom() + sheet.gap(),
                        sheet.smallPt(),
                        Weight.REGULAR,
                        Anchor.MIDDLE,
                        Ink.MUTED,
                        width + 1);
                free = right + 0.3 * em(sheet);
            }
            double end = box.left() + band.to() * cell;
            sheet.add(new Line(end, box.top(), end, box.bottom(), sheet.pt() * 0.012, Ink.FRAME));
        }
    }

    /** The colours with the numbers at both ends. */
    private double bar(double top) {
        double em = em(sheet);
        FigureFont font = FigureFont.of(Weight.REGULAR);
        String low = SignedNumbers.score(-plot.largest());
        String high = SignedNumbers.score(plot.largest());
        double x = box.left();
        sheet.line(low, x, top, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, box.width());
        x += font.widthMm(low, sheet.smallPt()) + 0.5 * em;
        Box bar = new Box(x, top, BAR_EM * em, 0.75 * em);
        List<Integer> colours = new ArrayList<>();
        for (int i = -BAR_STEPS; i <= BAR_STEPS; i++) {
            int alpha = (int) Math.round(255.0 * Math.abs(i) / BAR_STEPS);
            colours.add(PlotPage.onPaper(alpha << 24 | MatrixPlot.hue(i < 0, false)));
        }
        sheet.add(new Gradient(bar, colours, false));
        sheet.add(new Frame(bar, sheet.pt() * 0.018, Ink.FRAME));
        x = bar.right() + 0.5 * em;
        sheet.line(high, x, top, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, box.width());
        x += font.widthMm(high, sheet.smallPt()) + em;
        String scale = plot.scaling() == Scaling.SIGNED_LOGARITHM ? ", sign and logarithm of the magnitude" : "";
        return sheet.line(
                plot.unit() + scale,
                x,
                top,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.START,
                Ink.MUTED,
                sheet.left() + sheet.innerWidth() - x);
    }
}

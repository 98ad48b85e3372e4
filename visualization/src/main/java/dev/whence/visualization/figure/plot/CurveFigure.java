package dev.whence.visualization.figure.plot;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.CurvePlot;
import dev.whence.visualization.chart.CurvePlot.Curve;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Legend;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import java.util.List;

/** Lays out curves with their spread as bars: axes, a legend, a caption. */
public final class CurveFigure {

    private static final double HEIGHT = 0.46;
    private static final int GRID = 0xe4e8ed;
    private static final int TICKS = 5;
    private static final int DASHES = 9;

    private final CurvePlot plot;
    private final Sheet sheet;
    private final Box box;
    private final double em;

    private CurveFigure(CurvePlot plot, Sheet sheet, double top, double size) {
        this.plot = plot;
        this.sheet = sheet;
        em = sheet.smallPt() * Figure.MM_PER_PT;
        double axis = 4.2 * em;
        box = new Box(
                sheet.left() + axis,
                top + 1.6 * em,
                sheet.innerWidth() - axis - em,
                sheet.innerWidth() * HEIGHT * size);
    }

    /** The figure of curves in letters of a size. */
    public static Figure of(CurvePlot plot, String title, String caption, FigurePreset preset, double fontPt) {
        return PlotPage.of(
                title,
                caption,
                PictureTone.AS_STORED,
                preset,
                fontPt,
                (sheet, top, size) -> new CurveFigure(plot, sheet, top, size).draw());
    }

    private double x(double value) {
        return box.left() + (value - plot.from()) / (plot.to() - plot.from()) * box.width();
    }

    private double y(double value) {
        return box.bottom() - (value - plot.bottom()) / (plot.top() - plot.bottom()) * box.height();
    }

    private double draw() {
        axes();
        plot.curves().forEach(this::curve);
        return legend(box.bottom() + 2 * sheet.gap() + 2 * Paragraph.lineHeight(sheet.smallPt()));
    }

    private void axes() {
        double thin = sheet.pt() * 0.012;
        sheet.line(
                plot.unit(),
                box.left(),
                box.top() - 1.5 * em,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.START,
                Ink.MUTED,
                box.width());
        for (double tick : Scale.niceTicks(plot.bottom(), plot.top(), TICKS)) {
            sheet.add(new Line(box.left(), y(tick), box.right(), y(tick), thin, GRID));
            words(number(tick), box.left() - 0.5 * em, y(tick) - FigureFont.CAP_HEIGHT * em / 2, Anchor.END);
        }
        sheet.add(new Line(box.left(), box.bottom(), box.right(), box.bottom(), 2 * thin, Ink.FRAME));
        double numbers = box.bottom() + sheet.gap();
        for (double tick : Scale.niceTicks(plot.from(), plot.to(), TICKS)) {
            words(number(tick), x(tick), numbers, Anchor.MIDDLE);
        }
        words(plot.across(), box.centreX(), numbers + Paragraph.lineHeight(sheet.smallPt()), Anchor.MIDDLE);
    }

    private static String number(double tick) {
        double size = Math.abs(tick);
        String text = size == Math.rint(size) ? SignedNumbers.count(Math.round(size)) : SignedNumbers.magnitude(size);
        return (tick < 0 ? "\u2212" : "") + text;
    }

    private void words(String words, double x, double top, Anchor anchor) {
        sheet.line(words, x, top, sheet.smallPt(), Weight.REGULAR, anchor, Ink.MUTED, box.width());
    }

    private void curve(Curve curve) {
        double thick = sheet.pt() * 0.045;
        for (int i = 0; i < curve.x().length; i++) {
            double atX = x(curve.x()[i]);
            double atY = y(curve.y()[i]);
            if (curve.spread()[i] > 0) {
                sheet.add(new Line(
                        atX,
                        y(curve.y()[i] - curve.spread()[i]),
                        atX,
                        y(curve.y()[i] + curve.spread()[i]),
                        thick / 2,
                        curve.colour()));
            }
            double dot = 2.4 * thick;
            sheet.add(new Area(new Box(atX - dot / 2, atY - dot / 2, dot, dot), curve.colour()));
            if (i > 0) {
                piece(x(curve.x()[i - 1]), y(curve.y()[i - 1]), atX, atY, thick, curve);
            }
        }
    }

    private void piece(double fromX, double fromY, double toX, double toY, double thick, Curve curve) {
        int parts = curve.dashed() ? DASHES : 1;
        for (int p = 0; p < parts; p += 2) {
            double a = (double) p / parts;
            double b = (p + 1.0) / parts;
            sheet.add(new Line(
                    fromX + a * (toX - fromX),
                    fromY + a * (toY - fromY),
                    fromX + b * (toX - fromX),
                    fromY + b * (toY - fromY),
                    thick,
                    curve.colour()));
        }
    }

    private double legend(double top) {
        List<Legend.Entry> entries = plot.curves().stream()
                .map(curve -> new Legend.Entry(curve.name(), curve.colour()))
                .toList();
        return Legend.draw(sheet, entries, box.left(), top) + 1.2 * Paragraph.lineHeight(sheet.smallPt());
    }
}

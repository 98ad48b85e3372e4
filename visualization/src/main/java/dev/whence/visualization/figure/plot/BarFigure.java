package dev.whence.visualization.figure.plot;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.BarPlot;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;

/** Lays out bars below each other with their names and values. */
public final class BarFigure {

    /** More bars than this are not printed; the caption says so. */
    public static final int MOST_BARS = 48;

    private static final double VALUE_EM = 5;

    private BarFigure() {}

    /** The figure of bars in letters of a size. */
    public static Figure of(BarPlot plot, String title, String caption, FigurePreset preset, double fontPt) {
        int shown = Math.min(MOST_BARS, plot.bars().size());
        String left = shown < plot.bars().size()
                ? " The first " + shown + " of "
                        + SignedNumbers.count(plot.bars().size()) + " bars."
                : "";
        return PlotPage.of(
                title,
                caption + left,
                PictureTone.AS_STORED,
                preset,
                fontPt,
                (sheet, top, size) -> draw(plot, shown, sheet, top, size));
    }

    private static double draw(BarPlot plot, int shown, Sheet sheet, double top, double size) {
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        FigureFont font = FigureFont.of(Weight.REGULAR);
        double names = plot.bars().stream()
                .limit(shown)
                .mapToDouble(bar -> font.widthMm(bar.name(), sheet.smallPt()))
                .max()
                .orElse(0);
        names = Math.min(names, 0.4 * sheet.innerWidth());
        double left = sheet.left() + names + 0.6 * em;
        double room = sheet.innerWidth() - names - 0.6 * em - VALUE_EM * em;
        double row = Paragraph.lineHeight(sheet.smallPt()) * (0.6 + 0.65 * size);
        double y = sheet.line(plot.unit(), left, top, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.MUTED, room);
        for (BarPlot.Bar bar : plot.bars().subList(0, shown)) {
            double text = y + row / 2 - FigureFont.CAP_HEIGHT * em / 2;
            sheet.line(bar.name(), left - 0.6 * em, text, sheet.smallPt(), Weight.REGULAR, Anchor.END, Ink.TEXT, names);
            double length = room * bar.value() / plot.largest();
            sheet.add(new Area(new Box(left, y + 0.14 * row, length, 0.72 * row), bar.colour()));
            sheet.line(
                    SignedNumbers.magnitude(bar.value()),
                    left + length + 0.4 * em,
                    text,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.START,
                    Ink.MUTED,
                    VALUE_EM * em);
            y += row;
        }
        return y;
    }
}

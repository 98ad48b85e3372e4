package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DecisionPanel.ClassShare;
import java.util.Locale;

/** Lays out one decision: the image, its heatmap, and the most probable classes as bars beside or below them. */
public final class DecisionFigure {

    private static final double WIDE_MM = 120;
    private static final double WIDE_COLUMNS = 3;
    private static final double NAME_SHARE = 0.34;

    private final DecisionPanel panel;
    private final Sheet sheet;
    private final boolean wide;
    private final double square;

    private DecisionFigure(DecisionPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.sheet = new Sheet(preset, panel.style(), fontPt);
        this.wide = preset.widthMm() >= WIDE_MM;
        double columns = wide ? WIDE_COLUMNS : 2;
        this.square = (sheet.innerWidth() - (columns - 1) * space()) / columns * pictures;
    }

    /** The figure with the preset's letters. */
    public static Figure of(DecisionPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(DecisionPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new DecisionFigure(panel, preset, letters, pictures).draw());
    }

    private double space() {
        return 2.5 * sheet.gap();
    }

    private FittedPage draw() {
        double used = wide ? sheet.innerWidth() : 2 * square + space();
        double left = sheet.left() + (sheet.innerWidth() - used) / 2;
        Box image = new Box(left, sheet.top(), square, square);
        Box map = new Box(image.right() + space(), sheet.top(), square, square);
        sheet.picture(
                panel.test().picture(), image, "Test image " + panel.test().name());
        double scale = panel.decision().map().largestMagnitude();
        String explains = "what speaks for " + panel.explained();
        sheet.heat(panel.test().picture(), panel.decision().map(), scale, map, "Heatmap: " + explains);
        double notes = image.bottom() + 0.8 * sheet.gap();
        sheet.note("test image " + panel.test().name(), image.centreX(), notes, square);
        double bottom = sheet.note(explains, map.centreX(), notes, square);
        bottom = sheet.heatNotes(panel.decision(), scale, false, map.centreX(), bottom, square);
        double wordsLeft = wide ? map.right() + space() : left;
        double wordsWidth = wide ? left + used - wordsLeft : used;
        double words = words(wordsLeft, wide ? sheet.top() : bottom + sheet.gap(), wordsWidth);
        double barTop = Math.max(bottom, words) + sheet.gap();
        double end = sheet.colourBar(scale, "relevance", left, barTop, used);
        return sheet.captioned(caption(), end + sheet.gap());
    }

    /** The decision in words and the classes as bars; returns the lower edge. */
    private double words(double left, double top, double width) {
        double y = sheet.paragraph(
                sheet.wrapped(TestWords.decision(panel.test()), width, sheet.pt() * 1.15, Weight.BOLD, Ink.TEXT),
                left,
                top,
                Anchor.START);
        if (!panel.test().trueLabel().isEmpty()) {
            String label = "true label " + panel.test().trueLabel();
            y = sheet.line(label, left, y, sheet.pt(), Weight.REGULAR, Anchor.START, Ink.TEXT, width);
        }
        y += sheet.gap();
        for (ClassShare share : panel.classes()) {
            y = bar(share, left, y, width);
        }
        return y;
    }

    private double bar(ClassShare share, double left, double top, double width) {
        String percent = String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share.probability());
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        double names = NAME_SHARE * width;
        double numbers = FigureFont.of(Weight.REGULAR).widthMm("100.0\u00a0%", sheet.smallPt()) + 0.5 * em;
        sheet.line(share.name(), left, top, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, names - 0.5 * em);
        double right = left + width;
        sheet.line(percent, right, top, sheet.smallPt(), Weight.REGULAR, Anchor.END, Ink.TEXT, numbers);
        double length = Math.max(0, width - names - numbers);
        double thickness = 0.55 * em;
        double middle = top + (FigureFont.CAP_HEIGHT * em - thickness) / 2;
        sheet.add(new Area(new Box(left + names, middle, length, thickness), Ink.TRACK));
        double filled = length * Math.max(0, Math.min(1, share.probability()));
        if (filled > 0) {
            sheet.add(new Area(new Box(left + names, middle, filled, thickness), Ink.BAR));
        }
        return top + 1.1 * Paragraph.lineHeight(sheet.smallPt());
    }

    private String caption() {
        String sums = panel.decision().known() ? " \u03a3: sum of the map relative to what it explains." : "";
        return "Which pixels of the image speak for (+) and against (\u2212) " + panel.explained() + "." + sums + " "
                + panel.caption();
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.ComparisonPanel.Target;
import java.util.List;

/** Lays out one image explained for several targets: the image, then a map for each, in reading order. */
public final class ComparisonFigure {

    private static final double NARROWEST_EM = 8;
    private static final double LARGEST = 0.24;
    private static final double LARGEST_NARROW_MM = 40;

    private final ComparisonPanel panel;
    private final Sheet sheet;
    private final int columns;
    private final double square;
    private final List<Double> scales;

    private ComparisonFigure(ComparisonPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.sheet = new Sheet(preset, panel.style(), fontPt);
        double narrowest = NARROWEST_EM * fontPt * Figure.MM_PER_PT * pictures;
        int cells = 1 + panel.targets().size();
        int fitting = (int) Math.max(1, Math.floor((sheet.innerWidth() + space()) / (narrowest + space())));
        int lines = (cells + fitting - 1) / fitting;
        this.columns = (cells + lines - 1) / lines;
        double room = (sheet.innerWidth() - (columns - 1) * space()) / columns;
        this.square = Math.min(room, Math.max(LARGEST_NARROW_MM, LARGEST * preset.widthMm()) * pictures);
        this.scales = panel.style()
                .scale()
                .scales(List.of(panel.targets().stream()
                        .map(target -> target.map().map().largestMagnitude())
                        .toList()))
                .get(0);
    }

    /** The figure with the preset's letters. */
    public static Figure of(ComparisonPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(ComparisonPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new ComparisonFigure(panel, preset, letters, pictures).draw());
    }

    private double space() {
        return 2 * sheet.gap();
    }

    private FittedPage draw() {
        double used = columns * square + (columns - 1) * space();
        double left = sheet.left() + (sheet.innerWidth() - used) / 2;
        double top = sheet.top();
        double bottom = top;
        for (int cell = 0; cell <= panel.targets().size(); cell++) {
            if (cell > 0 && cell % columns == 0) {
                top = bottom + sheet.gap();
            }
            double x = left + cell % columns * (square + space());
            double end = cell == 0 ? image(x, top) : target(cell - 1, x, top);
            bottom = Math.max(bottom, end);
        }
        double scale = sheet.ownScales()
                ? Double.NaN
                : scales.stream().mapToDouble(each -> each).max().orElse(0);
        double bar = sheet.colourBar(scale, sheet.scaleWords("maps"), left, bottom + sheet.gap(), used);
        return sheet.captioned(caption(), bar + sheet.gap());
    }

    private double title(String words, double x, double top) {
        return sheet.line(
                        words,
                        x + square / 2,
                        top,
                        sheet.pt(),
                        Weight.BOLD,
                        Anchor.MIDDLE,
                        Ink.TEXT,
                        square + space() / 2)
                + 0.2 * sheet.gap();
    }

    private double image(double x, double top) {
        Box box = new Box(x, title("test image " + panel.test().name(), x, top), square, square);
        sheet.picture(panel.test().picture(), box, "Test image " + panel.test().name());
        double width = square + space() / 2;
        double y = sheet.paragraph(
                sheet.wrapped(TestWords.decision(panel.test()), width, sheet.smallPt(), Weight.REGULAR, Ink.MUTED),
                box.centreX(),
                box.bottom() + 0.8 * sheet.gap(),
                Anchor.MIDDLE);
        String label = panel.test().trueLabel();
        return label.isEmpty() ? y : sheet.note("true label " + label, box.centreX(), y, width);
    }

    private double target(int index, double x, double top) {
        Target target = panel.targets().get(index);
        Box box = new Box(x, title(target.explained(), x, top), square, square);
        sheet.heat(
                panel.test().picture(),
                target.map().map(),
                scales.get(index),
                box,
                "Heatmap for " + target.explained());
        double width = square + space() / 2;
        double y = box.bottom() + 0.8 * sheet.gap();
        y = target.value().isEmpty() ? y : sheet.note(target.value(), box.centreX(), y, width);
        return sheet.heatNotes(target.map(), scales.get(index), sheet.ownScales(), box.centreX(), y, width);
    }

    private String caption() {
        String sums = panel.targets().stream().anyMatch(target -> target.map().known())
                ? " \u03a3: sum of a map relative to what it explains."
                : "";
        return "The same image explained for several targets: which pixels speak for (+) and against (\u2212) each."
                + sums + " " + panel.caption();
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DynamicsPanel.Series;
import java.util.Arrays;
import java.util.List;

/** Values over the steps of a training, with a title, both ends of the axes and a legend. */
final class StepGraph {

    /** Colours of series in their order, told apart on white. */
    static final int[] COLOURS = {
        0x4e79a7, 0xf28e2b, 0x59a14f, 0xe15759, 0x76b7b2, 0xc9a227, 0xb07aa1, 0x9c755f, 0xff9da7, 0x8a8f98
    };

    /** Finer than a printer's dot grid there is nothing to see. */
    private static final int MOST_BARS = 240;

    private final Sheet sheet;
    private final Box plot;
    private final double low;
    private final double high;
    private final int steps;

    private StepGraph(Sheet sheet, Box plot, double low, double high, int steps) {
        this.sheet = sheet;
        this.plot = plot;
        this.low = low;
        this.high = high;
        this.steps = steps;
    }

    /**
     * Lines, one for each series; returns where the next thing may start.
     *
     * @param series of the same length, the first drawn broad so that it shows below another one on it
     * @param steps from left to right
     */
    static double lines(Sheet sheet, String title, List<Series> series, int steps, Box area) {
        double low = 0;
        double high = 0;
        for (Series one : series) {
            low = Math.min(low, Arrays.stream(one.values()).min().orElse(0));
            high = Math.max(high, Arrays.stream(one.values()).max().orElse(0));
        }
        StepGraph graph = framed(sheet, title, area, low, high, steps);
        for (int s = 0; s < series.size(); s++) {
            graph.line(series.get(s).values(), COLOURS[s % COLOURS.length], s == 0 ? 0.09 : 0.04);
        }
        return graph.finished(series);
    }

    /** Bars stacked on both sides of zero, several steps to a bar where there are many. */
    static double stacked(Sheet sheet, String title, List<Series> series, Box area) {
        int steps = series.get(0).values().length;
        int bars = Math.min(steps, MOST_BARS);
        double[][] binned = new double[series.size()][];
        double low = 0;
        double high = 0;
        for (int s = 0; s < binned.length; s++) {
            binned[s] = binned(series.get(s).values(), bars);
        }
        for (int b = 0; b < bars; b++) {
            double below = 0;
            double above = 0;
            for (double[] one : binned) {
                below += Math.min(0, one[b]);
                above += Math.max(0, one[b]);
            }
            low = Math.min(low, below);
            high = Math.max(high, above);
        }
        StepGraph graph = framed(sheet, title, area, low, high, steps);
        graph.bars(binned);
        return graph.finished(series);
    }

    private static double[] binned(double[] values, int bars) {
        double[] binned = new double[bars];
        for (int i = 0; i < values.length; i++) {
            binned[(int) ((long) i * bars / values.length)] += values[i];
        }
        return binned;
    }

    private static StepGraph framed(Sheet sheet, String title, Box area, double low, double high, int steps) {
        double titled = sheet.line(
                title, area.left(), area.top(), sheet.pt(), Weight.BOLD, Anchor.START, Ink.TEXT, area.width());
        double numbers = FigureFont.of(Weight.REGULAR).widthMm("\u221200.0000", sheet.smallPt()) + 1;
        double clear = 0.6 * sheet.smallPt() * Figure.MM_PER_PT;
        Box plot = new Box(
                area.left() + numbers,
                titled + clear,
                area.width() - numbers,
                area.bottom() - titled - clear - 2 * Paragraph.lineHeight(sheet.smallPt()));
        double top = high > low ? high : low + 1;
        StepGraph graph = new StepGraph(sheet, plot, low, top, steps);
        graph.axes();
        return graph;
    }

    private double x(double step) {
        return plot.left() + plot.width() * step / Math.max(1, steps);
    }

    private double y(double value) {
        return plot.bottom() - plot.height() * (value - low) / (high - low);
    }

    private void axes() {
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        for (double value : new double[] {low, 0, high}) {
            boolean near = value != 0 && Math.abs(y(value) - y(0)) < 1.2 * em;
            double thickness = sheet.pt() * (value == 0 ? 0.025 : 0.012);
            sheet.add(new Line(plot.left(), y(value), plot.right(), y(value), thickness, Ink.FRAME));
            if (!near) {
                sheet.line(
                        value == 0 ? "0" : SignedNumbers.score(value),
                        plot.left() - 1,
                        y(value) - FigureFont.CAP_HEIGHT * em / 2,
                        sheet.smallPt(),
                        Weight.REGULAR,
                        Anchor.END,
                        Ink.MUTED,
                        plot.width());
            }
        }
        double under = plot.bottom() + 0.4 * em;
        sheet.line(
                "step 0", plot.left(), under, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.MUTED, plot.width());
        sheet.line(
                Integer.toString(steps),
                plot.right(),
                under,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.END,
                Ink.MUTED,
                plot.width());
    }

    private void line(double[] values, int colour, double thickness) {
        int points = Math.min(values.length, 2 * MOST_BARS);
        double shift = values.length > steps ? 0 : 0.5;
        double fromX = x(shift);
        double fromY = y(values[0]);
        for (int p = 1; p < points; p++) {
            int at = (int) ((long) p * (values.length - 1) / (points - 1));
            double toX = x(at + shift);
            double toY = y(values[at]);
            sheet.add(new Line(fromX, fromY, toX, toY, sheet.pt() * thickness, colour));
            fromX = toX;
            fromY = toY;
        }
    }

    private void bars(double[][] binned) {
        int bars = binned[0].length;
        double width = plot.width() / bars;
        for (int b = 0; b < bars; b++) {
            double above = 0;
            double below = 0;
            for (int s = 0; s < binned.length; s++) {
                double value = binned[s][b];
                double start = value > 0 ? above : below;
                double end = start + value;
                double top = Math.min(y(start), y(end));
                double height = Math.abs(y(start) - y(end));
                if (height > 0.005) {
                    sheet.add(new Area(
                            new Box(plot.left() + b * width, top, width * 0.94, height), COLOURS[s % COLOURS.length]));
                }
                above = value > 0 ? end : above;
                below = value > 0 ? below : end;
            }
        }
    }

    private double finished(List<Series> series) {
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        double top = plot.bottom() + 0.4 * em + Paragraph.lineHeight(sheet.smallPt());
        double x = plot.left();
        FigureFont font = FigureFont.of(Weight.REGULAR);
        for (int s = 0; s < series.size(); s++) {
            String name = series.get(s).name();
            double width = 1.1 * em + font.widthMm(name, sheet.smallPt());
            if (x + width > plot.right() && x > plot.left()) {
                x = plot.left();
                top += Paragraph.lineHeight(sheet.smallPt());
            }
            sheet.add(new Area(new Box(x, top + 0.1 * em, 0.6 * em, 0.6 * em), COLOURS[s % COLOURS.length]));
            sheet.line(
                    name,
                    x + 0.9 * em,
                    top,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.START,
                    Ink.TEXT,
                    Math.max(em, plot.right() - x - 0.9 * em));
            x += width + 0.9 * em;
        }
        return top + Paragraph.lineHeight(sheet.smallPt());
    }
}

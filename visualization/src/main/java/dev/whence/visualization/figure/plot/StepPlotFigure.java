package dev.whence.visualization.figure.plot;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.chart.StepPlot.Kind;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Legend;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import java.util.List;

/** Lays out one plot over the steps of a training as it is on screen: axes, lines or bands, a legend, a caption. */
public final class StepPlotFigure {

    private static final double HEIGHT = 0.46;
    private static final int MOST_COLUMNS = 240;
    private static final double DASH_MM = 1.6;
    private static final int GRID = 0xe4e8ed;

    private final StepPlot plot;
    private final String title;
    private final String caption;
    private final int steps;
    private final Sheet sheet;
    private final Box box;
    private final Scale left;
    private final Scale right;

    private StepPlotFigure(
            StepPlot plot, int steps, String title, String caption, FigurePreset preset, double fontPt, double size) {
        this.plot = plot;
        this.steps = steps;
        this.title = title;
        this.caption = caption;
        sheet = new Sheet(preset, HeatStyle.standard(PictureTone.AS_STORED), fontPt);
        double em = fontPt * Figure.MM_PER_PT;
        double top = sheet.top() + 2.4 * Paragraph.lineHeight(fontPt);
        double axis = 4.2 * em;
        boolean twoAxes = plot.lines().stream().anyMatch(StepPlot.Line::right);
        double width = sheet.innerWidth() - axis - (twoAxes ? axis : em);
        box = new Box(sheet.left() + axis, top, width, sheet.innerWidth() * HEIGHT * size);
        left = Scale.of(plot, steps, false);
        right = Scale.of(plot, steps, true);
    }

    /**
     * The figure with the preset's letters.
     *
     * @param steps of the training
     * @param caption what was trained and explained, in sentences
     */
    public static Figure of(StepPlot plot, int steps, String title, String caption, FigurePreset preset) {
        return of(plot, steps, title, caption, preset, preset.fontPt());
    }

    /** The figure in letters of a size. */
    public static Figure of(
            StepPlot plot, int steps, String title, String caption, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset,
                fontPt,
                (letters, size) -> new StepPlotFigure(plot, steps, title, caption, preset, letters, size).draw());
    }

    private FittedPage draw() {
        sheet.line(
                title,
                sheet.left(),
                sheet.top(),
                sheet.pt() * 1.1,
                Weight.BOLD,
                Anchor.START,
                Ink.TEXT,
                sheet.innerWidth());
        axes();
        if (plot.kind() == Kind.STACKED) {
            bands();
        } else {
            plot.lines().forEach(this::line);
        }
        double below = box.bottom() + 2 * sheet.gap() + Paragraph.lineHeight(sheet.smallPt());
        return sheet.captioned(caption, legend(below) + sheet.gap());
    }

    private double x(double place) {
        return box.left() + place / Math.max(1, steps) * box.width();
    }

    private double y(Scale scale, double value) {
        return box.bottom() - scale.share(value) * box.height();
    }

    private void axes() {
        double thin = sheet.pt() * 0.012;
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        for (double tick : left.ticks()) {
            double at = box.bottom() - left.shareOfTick(tick) * box.height();
            sheet.add(new Line(box.left(), at, box.right(), at, thin, GRID));
            label(left.text(tick), box.left() - 0.5 * em, at, Anchor.END);
        }
        if (plot.lines().stream().anyMatch(StepPlot.Line::right)) {
            for (double tick : right.ticks()) {
                double at = box.bottom() - right.shareOfTick(tick) * box.height();
                label(right.text(tick), box.right() + 0.5 * em, at, Anchor.START);
            }
            sheet.line(
                    plot.rightUnit(),
                    box.right(),
                    box.top() - 1.3 * Paragraph.lineHeight(sheet.smallPt()),
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.END,
                    Ink.MUTED,
                    box.width());
        }
        sheet.line(
                plot.unit(),
                box.left(),
                box.top() - 1.3 * Paragraph.lineHeight(sheet.smallPt()),
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.START,
                Ink.MUTED,
                box.width());
        double zero = plot.kind() == Kind.LOGARITHMIC ? box.bottom() : y(left, 0);
        sheet.add(new Line(box.left(), zero, box.right(), zero, 2 * thin, Ink.FRAME));
        numbers();
    }

    /** The steps below the axis, with what they are. */
    private void numbers() {
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        double numbers = box.bottom() + sheet.gap();
        sheet.line(
                "step",
                box.left() - 0.8 * em,
                numbers,
                sheet.smallPt(),
                Weight.REGULAR,
                Anchor.END,
                Ink.MUTED,
                box.width());
        for (double tick : Scale.niceTicks(0, Math.max(1, steps), 8)) {
            sheet.line(
                    SignedNumbers.count(Math.round(tick)),
                    x(tick),
                    numbers,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.MIDDLE,
                    Ink.MUTED,
                    box.width());
        }
    }

    private void label(String words, double x, double middle, Anchor anchor) {
        double height = FigureFont.CAP_HEIGHT * sheet.smallPt() * Figure.MM_PER_PT;
        sheet.line(words, x, middle - height / 2, sheet.smallPt(), Weight.REGULAR, anchor, Ink.MUTED, box.width());
    }

    private void line(StepPlot.Line line) {
        Scale scale = line.right() ? right : left;
        double thick = sheet.pt() * 0.045;
        double walked = 0;
        int from = line.first();
        for (int place = from + 1; place <= steps; place++) {
            if (!scale.shows(line.at(place))) {
                from = line.bridged() ? from : place;
                continue;
            }
            if (scale.shows(line.at(from))) {
                walked += piece(line, scale, thick, walked, from, place);
            }
            from = place;
        }
    }

    /** A straight piece between two places; its length is given. */
    private double piece(StepPlot.Line line, Scale scale, double thick, double walked, int from, int to) {
        double fromX = x(from);
        double fromY = y(scale, line.at(from));
        double toX = x(to);
        double toY = y(scale, line.at(to));
        double length = Math.hypot(toX - fromX, toY - fromY);
        int pieces = line.dashed() ? (int) Math.max(1, Math.ceil(length / (DASH_MM / 4))) : 1;
        for (int p = 0; p < pieces; p++) {
            double a = (double) p / pieces;
            double b = (p + 1.0) / pieces;
            boolean drawn = !line.dashed() || (walked + a * length) % (2 * DASH_MM) < DASH_MM;
            if (drawn) {
                sheet.add(new Line(
                        fromX + a * (toX - fromX),
                        fromY + a * (toY - fromY),
                        fromX + b * (toX - fromX),
                        fromY + b * (toY - fromY),
                        thick,
                        line.colour()));
            }
        }
        return length;
    }

    /** Narrow columns, interpolated between the steps. */
    private void bands() {
        int columns = Math.max(MOST_COLUMNS, Math.min(steps, 2 * MOST_COLUMNS));
        double width = box.width() / columns;
        double before = Double.NaN;
        for (int c = 0; c < columns; c++) {
            double place = (c + 0.5) / columns * steps;
            double above = 0;
            double below = 0;
            for (StepPlot.Line line : plot.lines()) {
                double value = between(line, place);
                double from = value >= 0 ? above : below;
                double to = from + value;
                if (value >= 0) {
                    above = to;
                } else {
                    below = to;
                }
                double top = y(left, Math.max(from, to));
                double height = y(left, Math.min(from, to)) - top;
                if (height > 0) {
                    sheet.add(new Area(new Box(box.left() + c * width, top, width * 1.02, height), line.colour()));
                }
            }
            double sum = y(left, above + below);
            if (c > 0) {
                sheet.add(new Line(
                        box.left() + (c - 0.5) * width,
                        before,
                        box.left() + (c + 0.5) * width,
                        sum,
                        sheet.pt() * 0.05,
                        Ink.TEXT));
            }
            before = sum;
        }
    }

    private static double between(StepPlot.Line line, double place) {
        int low = (int) Math.floor(place);
        double first = known(line.at(low));
        double second = known(line.at(low + 1));
        return first + (place - low) * (second - first);
    }

    private static double known(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private double legend(double top) {
        List<Legend.Entry> entries = plot.lines().stream()
                .filter(line -> !plot.retraces(line))
                .map(line -> new Legend.Entry(line.name(), line.colour()))
                .toList();
        return Legend.draw(sheet, entries, box.left(), top) + 1.3 * Paragraph.lineHeight(sheet.smallPt());
    }
}

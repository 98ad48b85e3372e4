package dev.whence.visualization.figure.page;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.heatmap.Heatmap;
import dev.whence.visualization.heatmap.HeatmapImage;
import dev.whence.visualization.heatmap.ScaleMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page being drawn: text, pictures, heatmaps and colour bars in one look. Lengths are millimetres. */
public final class Sheet {

    private static final int HARD_EDGES_UP_TO = 128;
    private static final double BAR_EM = 9;
    private static final double BAR_HEIGHT_EM = 0.75;

    private final List<Element> elements = new ArrayList<>();
    private final FigurePreset preset;
    private final HeatStyle style;
    private final double pt;

    public Sheet(FigurePreset preset, HeatStyle style, double fontPt) {
        this.preset = preset;
        this.style = style;
        this.pt = fontPt;
    }

    public double pt() {
        return pt;
    }

    public double smallPt() {
        return pt * 0.88;
    }

    public double gap() {
        return 0.22 * pt;
    }

    public double left() {
        return preset.marginMm();
    }

    public double top() {
        return preset.marginMm();
    }

    public double innerWidth() {
        return preset.widthMm() - 2 * preset.marginMm();
    }

    double middle() {
        return preset.widthMm() / 2;
    }

    public HeatStyle style() {
        return style;
    }

    public void add(Element element) {
        elements.add(element);
    }

    /** Sets a paragraph and returns where the next thing may start. */
    public double paragraph(Paragraph paragraph, double x, double top, Anchor anchor) {
        elements.addAll(paragraph.at(x, top, anchor));
        return top + paragraph.height();
    }

    public Paragraph wrapped(String words, double width, double sizePt, Weight weight, int colour) {
        return Paragraph.wrapped(words, width, sizePt, weight, colour);
    }

    /** One line, cut if it is too wide; returns where the next one starts. */
    public double line(
            String words, double x, double top, double sizePt, Weight weight, Anchor anchor, int colour, double width) {
        String fitted = Paragraph.fitted(words, width, sizePt, weight);
        double baseline = top + FigureFont.CAP_HEIGHT * sizePt * Figure.MM_PER_PT;
        elements.add(new Text(fitted, x, baseline, sizePt, weight, anchor, colour));
        return top + Paragraph.lineHeight(sizePt);
    }

    /** A line of small muted text under the middle of a picture. */
    public double note(String words, double x, double top, double width) {
        return line(words, x, top, smallPt(), Weight.REGULAR, Anchor.MIDDLE, Ink.MUTED, width);
    }

    /** A picture as large as its square allows, in the middle of it. */
    public void picture(Picture picture, Box square, String description) {
        raster(style.tone().argb(picture), picture.width(), picture.height(), square, false, description);
    }

    /**
     * A heatmap over its picture.
     *
     * @param scale magnitude of the strongest colour
     */
    public void heat(Picture picture, Heatmap map, double scale, Box square, String description) {
        int[] argb = HeatmapImage.overlay(
                style.tone().argb(picture),
                picture.width(),
                picture.height(),
                map,
                style.colours(),
                scale,
                style.opacity());
        int columns = HeatmapImage.overlayWidth(picture.width(), map);
        int rows = HeatmapImage.overlayHeight(picture.height(), map);
        raster(argb, columns, rows, square, style.smooth(), description);
    }

    private void raster(int[] argb, int columns, int rows, Box square, boolean smooth, String description) {
        double scale = square.width() / Math.max(columns, rows);
        double width = columns * scale;
        double height = rows * scale;
        Box box = new Box(square.centreX() - width / 2, square.top() + (square.height() - height) / 2, width, height);
        boolean squares = !smooth && Math.max(columns, rows) <= HARD_EDGES_UP_TO;
        elements.add(new Raster(box, columns, rows, argb, squares ? Sampling.NEAREST : Sampling.SMOOTH, description));
        elements.add(new Frame(box, pt * 0.018, Ink.FRAME));
    }

    /** {@code Σ 99.7 %}: how much of the explained value a map holds. */
    static String conserved(RelevanceMap map) {
        return String.format(Locale.ROOT, "\u03a3 %,.1f\u00a0%%", 100 * map.conserved());
    }

    /** {@code ±1.04}. */
    public static String plusMinus(double scale) {
        return "\u00b1" + SignedNumbers.magnitude(scale);
    }

    /** The lines under a heatmap; returns where the next thing may start. */
    public double heatNotes(RelevanceMap map, double scale, boolean ownScale, double x, double top, double width) {
        double y = top;
        if (ownScale) {
            y = note(plusMinus(scale), x, y, width);
        }
        if (!map.map().isDefined()) {
            y = line("undefined", x, y, smallPt(), Weight.BOLD, Anchor.MIDDLE, Ink.WARNING, width);
        } else if (map.known()) {
            Weight weight = map.good() ? Weight.REGULAR : Weight.BOLD;
            int colour = map.good() ? Ink.MUTED : Ink.WARNING;
            y = line(conserved(map), x, y, smallPt(), weight, Anchor.MIDDLE, colour, width);
        }
        return y;
    }

    /** How many lines {@link #heatNotes} needs for any of these maps. */
    public static int heatNoteLines(List<RelevanceMap> maps, boolean ownScale) {
        return (ownScale ? 1 : 0) + (maps.stream().anyMatch(RelevanceMap::noted) ? 1 : 0);
    }

    /**
     * A colour bar with numbers at both ends and words after it, starting at the left; returns where the next thing may
     * start.
     *
     * @param scale magnitude of the strongest colour, or NaN where every map has its own
     */
    public double colourBar(double scale, String words, double left, double top, double width) {
        String low = Double.isNaN(scale) ? "\u2212max" : SignedNumbers.score(-scale);
        String high = Double.isNaN(scale) ? "+max" : SignedNumbers.score(scale);
        FigureFont font = FigureFont.of(Weight.REGULAR);
        double em = smallPt() * Figure.MM_PER_PT;
        double x = left;
        line(low, x, top, smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, width);
        x += font.widthMm(low, smallPt()) + 0.5 * em;
        double room = left + width - x - font.widthMm(high, smallPt()) - 0.5 * em;
        double length = Math.max(em, Math.min(BAR_EM * em, room));
        Box bar = new Box(x, top, length, BAR_HEIGHT_EM * em);
        elements.add(new Gradient(bar, style.colours().colours(), false));
        elements.add(new Frame(bar, pt * 0.018, Ink.FRAME));
        x = bar.right() + 0.5 * em;
        line(high, x, top, smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, width);
        x += font.widthMm(high, smallPt()) + 1.2 * em;
        double remaining = left + width - x;
        double nextLine = top + Paragraph.lineHeight(smallPt());
        if (font.widthMm(words, smallPt()) <= remaining) {
            line(words, x, top, smallPt(), Weight.REGULAR, Anchor.START, Ink.MUTED, remaining);
            return nextLine;
        }
        return paragraph(wrapped(words, width, smallPt(), Weight.REGULAR, Ink.MUTED), left, nextLine, Anchor.START);
    }

    /** Which maps share the colour bar, in words. */
    public String scaleWords(String maps) {
        return switch (style.scale()) {
            case TILE -> maps + ", each on its own scale (\u00b1 its largest value)";
            case ROW -> maps + ", one scale per row";
            case PANEL -> maps + ", all on one scale";
        };
    }

    public boolean ownScales() {
        return style.scale() == ScaleMode.TILE;
    }

    /** The caption over the whole width; the finished page ends below it. */
    public FittedPage captioned(String words, double top) {
        Paragraph caption = wrapped(words, innerWidth(), smallPt(), Weight.REGULAR, Ink.MUTED);
        double bottom = paragraph(caption, left(), top, Anchor.START);
        return new FittedPage(elements, bottom + preset.marginMm());
    }
}

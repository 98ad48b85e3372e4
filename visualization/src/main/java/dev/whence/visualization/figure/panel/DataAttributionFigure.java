package dev.whence.visualization.figure.panel;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Arrow;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays out a data-attribution panel: the test image in the middle, opponents to its left, proponents to its right, on
 * both sides the strongest next to it (the arrangement of the figures of DualXDA, "da_figure"). On narrow paper a side
 * has several rows and is filled column by column, starting next to the test image.
 */
public final class DataAttributionFigure {

    private static final int HARD_EDGES_UP_TO = 128;
    private static final double SMALLEST_LETTERS_PT = 4;

    private final DataAttributionPanel panel;
    private final FigurePreset preset;
    private final DataAttributionGrid grid;
    private final double pt;
    private final double smallPt;
    private final List<Element> elements = new ArrayList<>();

    private DataAttributionFigure(DataAttributionPanel panel, FigurePreset preset, double fontPt) {
        this.panel = panel;
        this.preset = preset;
        this.pt = fontPt;
        this.smallPt = fontPt * 0.88;
        this.grid = DataAttributionGrid.of(preset, panel.k(), fontPt);
    }

    /** The figure with the preset's letters. */
    public static Figure of(DataAttributionPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(DataAttributionPanel panel, FigurePreset preset, double fontPt) {
        double letters = fontPt;
        DataAttributionFigure layout = new DataAttributionFigure(panel, preset, letters);
        double height = layout.draw();
        while (preset.heightMm() > 0 && height > preset.heightMm() && letters > SMALLEST_LETTERS_PT) {
            letters *= 0.95;
            layout = new DataAttributionFigure(panel, preset, letters);
            height = layout.draw();
        }
        return new Figure(preset.widthMm(), Math.max(height, preset.heightMm()), Ink.PAPER, layout.elements);
    }

    /** Fills the list of elements and returns the height in millimetres. */
    private double draw() {
        double top = preset.marginMm();
        Paragraph opponents = counted(Side.OPPONENTS, panel.opponentCount());
        Paragraph proponents = counted(Side.PROPONENTS, panel.proponentCount());
        double headingHeight = Math.max(
                heading(Side.OPPONENTS).height(), heading(Side.PROPONENTS).height());
        double countTop = top + headingHeight;
        double arrowY = countTop + Math.max(opponents.height(), proponents.height()) + 0.35 * grid.gap();
        double tilesTop = arrowY + 1.3 * grid.gap();
        elements.addAll(heading(Side.OPPONENTS).at(grid.innerEdge(Side.OPPONENTS), top, Side.OPPONENTS.anchor()));
        elements.addAll(heading(Side.PROPONENTS).at(grid.innerEdge(Side.PROPONENTS), top, Side.PROPONENTS.anchor()));
        elements.addAll(opponents.at(grid.innerEdge(Side.OPPONENTS), countTop, Side.OPPONENTS.anchor()));
        elements.addAll(proponents.at(grid.innerEdge(Side.PROPONENTS), countTop, Side.PROPONENTS.anchor()));
        double tilesBottom = Math.max(side(Side.OPPONENTS, arrowY, tilesTop), side(Side.PROPONENTS, arrowY, tilesTop));
        double centreHeight = centreHeight();
        double centreTop = centreHeight <= tilesBottom - tilesTop ? tilesTop : top;
        centre(centreTop);
        double bottom = Math.max(tilesBottom, centreTop + centreHeight);
        return caption(bottom + 1.4 * grid.gap());
    }

    private Paragraph heading(Side side) {
        String words = side.title() + " of " + panel.explained();
        return Paragraph.wrapped(words, grid.sideWidth(), pt * 1.15, Weight.BOLD, side.colour());
    }

    private Paragraph counted(Side side, int count) {
        return Paragraph.wrapped(
                side.counted(count, panel.trainSize()), grid.sideWidth(), smallPt, Weight.REGULAR, Ink.MUTED);
    }

    /** Draws one side and returns its lower edge. */
    private double side(Side side, double arrowY, double tilesTop) {
        List<TrainingImage> images = side == Side.OPPONENTS ? panel.opponents() : panel.proponents();
        int shown = Math.min(panel.k(), images.size());
        elements.add(new Arrow(
                grid.innerEdge(side), grid.outerEdge(side), arrowY, pt * 0.055, side.colour(), side.paleColour()));
        for (int rank = 0; rank < shown; rank++) {
            double top = tilesTop + (rank % grid.rows()) * (grid.tile() + captionHeight() + grid.gap());
            tile(side, images.get(rank), grid.tileLeft(side, rank), top);
        }
        return tilesTop + grid.rows() * (grid.tile() + captionHeight() + grid.gap()) - grid.gap();
    }

    private double captionHeight() {
        boolean named = panel.proponents().stream()
                        .anyMatch(image -> !image.name().isEmpty())
                || panel.opponents().stream().anyMatch(image -> !image.name().isEmpty());
        return 0.5 * grid.gap()
                + Paragraph.lineHeight(pt)
                + Paragraph.lineHeight(smallPt)
                + (named ? Paragraph.lineHeight(smallPt) : 0);
    }

    private void tile(Side side, TrainingImage image, double left, double top) {
        double size = grid.tile();
        picture(image.picture(), new Box(left, top, size, size), describe(image));
        double width = size + 0.8 * grid.gap();
        double x = left + size / 2;
        double y = top + size + 0.8 * grid.gap();
        String score = SignedNumbers.score(image.score());
        y = line(score, x, y, pt, Weight.BOLD, side.colour(), width);
        y = line(image.className(), x, y, smallPt, Weight.REGULAR, Ink.TEXT, width);
        if (!image.name().isEmpty()) {
            line(image.name(), x, y, smallPt, Weight.REGULAR, Ink.MUTED, width);
        }
    }

    private static String describe(TrainingImage image) {
        return "Training image " + image.name() + ", " + image.className() + ", score "
                + SignedNumbers.score(image.score());
    }

    private double centreHeight() {
        int lines = panel.test().trueLabel().isEmpty() ? 1 : 2;
        return grid.centre() + 0.8 * grid.gap() + decision().height() + lines * Paragraph.lineHeight(smallPt);
    }

    private Paragraph decision() {
        TestImage test = panel.test();
        String probability = Double.isNaN(test.probability())
                ? ""
                : String.format(Locale.ROOT, " (%.1f\u00a0%%)", 100 * test.probability());
        String words = "predicted " + test.predicted() + probability;
        return Paragraph.wrapped(words, grid.centre() + grid.gap(), pt, Weight.BOLD, Ink.TEXT);
    }

    private void centre(double top) {
        TestImage test = panel.test();
        double size = grid.centre();
        double x = preset.widthMm() / 2;
        picture(test.picture(), new Box(x - size / 2, top, size, size), "Test image " + test.name());
        double width = size + grid.gap();
        double y = top + size + 0.8 * grid.gap();
        elements.addAll(decision().at(x, y, Anchor.MIDDLE));
        y += decision().height();
        if (!test.trueLabel().isEmpty()) {
            y = line("true label " + test.trueLabel(), x, y, smallPt, Weight.REGULAR, Ink.TEXT, width);
        }
        line("test image " + test.name(), x, y, smallPt, Weight.REGULAR, Ink.MUTED, width);
    }

    /** One centred line; returns where the next one starts. */
    private double line(String text, double x, double top, double size, Weight weight, int colour, double width) {
        double baseline = top + FigureFont.CAP_HEIGHT * size * Figure.MM_PER_PT;
        String fitted = Paragraph.fitted(text, width, size, weight);
        elements.add(new Text(fitted, x, baseline, size, weight, Anchor.MIDDLE, colour));
        return top + Paragraph.lineHeight(size);
    }

    /** The picture as large as its square allows, standing on the middle of it, with a hairline around it. */
    private void picture(Picture picture, Box square, String description) {
        double scale = square.width() / Math.max(picture.width(), picture.height());
        double width = picture.width() * scale;
        double height = picture.height() * scale;
        Box box = new Box(square.centreX() - width / 2, square.top() + (square.height() - height) / 2, width, height);
        Sampling sampling =
                Math.max(picture.width(), picture.height()) <= HARD_EDGES_UP_TO ? Sampling.NEAREST : Sampling.SMOOTH;
        elements.add(
                new Raster(box, picture.width(), picture.height(), panel.tone().argb(picture), sampling, description));
        elements.add(new Frame(box, pt * 0.018, Ink.FRAME));
    }

    private double caption(double top) {
        String words = "Training images that speak for (+) and against (\u2212) the decision " + panel.explained()
                + ", the strongest next to the test image. " + panel.caption();
        double width = preset.widthMm() - 2 * preset.marginMm();
        Paragraph caption = Paragraph.wrapped(words, width, smallPt, Weight.REGULAR, Ink.MUTED);
        elements.addAll(caption.at(preset.marginMm(), top, Anchor.START));
        return top + caption.height() + preset.marginMm();
    }

    /** The two halves of the panel. */
    enum Side {
        OPPONENTS("Opponents", "negative", Ink.NEGATIVE, Ink.NEGATIVE_PALE, Anchor.END),
        PROPONENTS("Proponents", "positive", Ink.POSITIVE, Ink.POSITIVE_PALE, Anchor.START);

        private final String title;
        private final String sign;
        private final int colour;
        private final int paleColour;
        private final Anchor anchor;

        Side(String title, String sign, int colour, int paleColour, Anchor anchor) {
            this.title = title;
            this.sign = sign;
            this.colour = colour;
            this.paleColour = paleColour;
            this.anchor = anchor;
        }

        String title() {
            return title;
        }

        /** How many of all training images have that sign, in words. */
        String counted(int count, int trainSize) {
            String all = SignedNumbers.count(trainSize);
            return switch (count) {
                case 0 -> "none of " + all + " training images has a " + sign + " score";
                case 1 -> "1 of " + all + " training images has a " + sign + " score";
                default -> SignedNumbers.count(count) + " of " + all + " training images have a " + sign + " score";
            };
        }

        int colour() {
            return colour;
        }

        int paleColour() {
            return paleColour;
        }

        Anchor anchor() {
            return anchor;
        }
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.comparison.RankLinks;
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
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import dev.whence.visualization.figure.panel.RankingsPanel.Row;
import dev.whence.visualization.figure.panel.RankingsPanel.Step;
import java.util.Locale;

/**
 * Lays out compared rankings: the explained image on top, below it one row of training images for each run, between the
 * rows lines from equal images to equal images. What is said of a row stands to its left where the paper is wide enough,
 * else above it.
 */
public final class RankingsFigure {

    /** A tile narrower than this many times the font size has no room for its score. */
    private static final double NARROWEST_TILE_EM = 3.4;

    private static final double LARGEST_TILE = 0.11;
    private static final double ROWS_SHARE = 0.5;
    private static final double HEADING_EM = 13;
    private static final double BAND_EM = 4.2;
    private static final double LINE_EM = 0.07;
    private static final double STUB = 0.16;
    private static final double HEAD_PICTURE_EM = 5.6;
    private static final double RANK_SIZE = 0.9;
    private static final double SPREAD = 1.5;
    private static final int MOST_HEAD_PICTURES = 12;

    private final RankingsPanel panel;
    private final Sheet sheet;
    private final boolean beside;
    private final double tile;
    private final double pitch;
    private final double heading;

    private RankingsFigure(RankingsPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.sheet = new Sheet(preset, HeatStyle.standard(panel.tone()), fontPt);
        int columns = Math.max(
                1,
                panel.rows().stream().mapToInt(row -> row.images().size()).max().orElse(1));
        double wanted = HEADING_EM * em();
        this.beside = (sheet.innerWidth() - wanted) / columns - sheet.gap() >= NARROWEST_TILE_EM * em();
        this.heading = beside ? wanted : 0;
        double widest = (sheet.innerWidth() - heading) / columns;
        double largest = LARGEST_TILE * preset.widthMm();
        if (preset.heightMm() > 0) {
            largest = Math.min(
                    largest, ROWS_SHARE * preset.heightMm() / panel.rows().size());
        }
        double side = Math.min(widest - sheet.gap(), largest) * pictures;
        this.tile = side;
        this.pitch = Math.min(widest, Math.max(SPREAD * side, NARROWEST_TILE_EM * em()));
    }

    /** The figure with the preset's letters. */
    public static Figure of(RankingsPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(RankingsPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new RankingsFigure(panel, preset, letters, pictures).draw());
    }

    private double em() {
        return sheet.pt() * Figure.MM_PER_PT;
    }

    private FittedPage draw() {
        double y = head(sheet.top()) + 2 * sheet.gap();
        for (int i = 0; i < panel.rows().size(); i++) {
            y = row(panel.rows().get(i), y);
            if (i + 1 < panel.rows().size()) {
                y = band(i, y);
            }
        }
        RankingsPanel.Matrix matrix = panel.matrix();
        if (matrix != null) {
            y = new MatrixBlock(sheet, panel, matrix).draw(y + 2 * sheet.gap());
        }
        return sheet.captioned(caption(), y + 1.4 * sheet.gap());
    }

    private double head(double top) {
        double side = HEAD_PICTURE_EM * em();
        double left = sheet.left();
        int drawn = Math.min(panel.tests().size(), headPictures(side));
        for (TestImage test : panel.tests().subList(0, drawn)) {
            sheet.picture(test.picture(), new Box(left, top, side, side), "Test image " + test.name());
            left += side + sheet.gap();
        }
        double words = left + sheet.gap();
        double width = sheet.left() + sheet.innerWidth() - words;
        double y = sheet.paragraph(
                sheet.wrapped(title(), width, sheet.pt() * 1.15, Weight.BOLD, colour()), words, top, Anchor.START);
        if (panel.testCount() == 1) {
            y = TestWords.startingAt(sheet, panel.tests().get(0), words, y, width);
        } else {
            y = sheet.line(
                    SignedNumbers.count(panel.testCount()) + " test images together",
                    words,
                    y,
                    sheet.pt(),
                    Weight.BOLD,
                    Anchor.START,
                    Ink.TEXT,
                    width);
            y = sheet.line(
                    drawn < panel.testCount() ? "the first " + drawn + " of them are shown" : "all of them are shown",
                    words,
                    y,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.START,
                    Ink.MUTED,
                    width);
        }
        return Math.max(y, top + side);
    }

    /** So many that two thirds of the width are left to the words. */
    private int headPictures(double side) {
        int fitting = (int) Math.floor(sheet.innerWidth() / 2.2 / (side + sheet.gap()));
        return Math.max(1, Math.min(MOST_HEAD_PICTURES, fitting));
    }

    private String title() {
        return (panel.opponents() ? "Opponents" : "Proponents") + " of " + panel.explained() + " by "
                + panel.rows().size() + " runs";
    }

    private int colour() {
        return panel.opponents() ? Ink.NEGATIVE : Ink.POSITIVE;
    }

    private double left(int rank) {
        return sheet.left() + heading + rank * pitch;
    }

    private double middle(int rank) {
        return left(rank) + pitch / 2;
    }

    /** One run; returns its lower edge. */
    private double row(Row row, double top) {
        String name = panel.rows().indexOf(row) + 1 + "  " + row.row().title();
        String counted = SignedNumbers.count(row.row().ranked()) + (panel.opponents() ? " opponents" : " proponents");
        double tilesTop = top;
        if (beside) {
            double width = heading - 2 * sheet.gap();
            double y = sheet.paragraph(
                    sheet.wrapped(name, width, sheet.pt(), Weight.BOLD, Ink.TEXT), sheet.left(), top, Anchor.START);
            sheet.line(counted, sheet.left(), y, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.MUTED, width);
        } else {
            double width = sheet.innerWidth();
            tilesTop = sheet.line(
                    name + ", " + counted, sheet.left(), top, sheet.pt(), Weight.BOLD, Anchor.START, Ink.TEXT, width);
            tilesTop += 0.3 * sheet.gap();
        }
        double bottom = tilesTop;
        for (int rank = 0; rank < row.images().size(); rank++) {
            bottom = Math.max(bottom, tile(row.images().get(rank), rank, tilesTop));
        }
        return bottom;
    }

    private double tile(TrainingImage image, int rank, double top) {
        Box box = new Box(middle(rank) - tile / 2, top, tile, tile);
        sheet.picture(image.picture(), box, "Training image " + image.name() + ", " + image.className());
        double y = sheet.line(
                SignedNumbers.score(image.score()),
                middle(rank),
                box.bottom() + 0.8 * sheet.gap(),
                sheet.smallPt(),
                Weight.BOLD,
                Anchor.MIDDLE,
                colour(),
                pitch);
        return sheet.note(image.className(), middle(rank), y, pitch - 0.4 * sheet.gap());
    }

    /** The lines between a row and the next one, and what is said of the two; returns where the next row starts. */
    private double band(int upper, double top) {
        Row above = panel.rows().get(upper);
        Row below = panel.rows().get(upper + 1);
        Step step = panel.steps().get(upper);
        double height = BAND_EM * em();
        double start = beside ? top : wordsAbove(step, top);
        RankLinks links = RankLinks.between(
                above.row(), below.row(), image -> above.ranks()[image], image -> below.ranks()[image]);
        links.links().stream().filter(RankLinks.Link::isWhole).forEach(link -> link(link, start, height));
        links.links().stream().filter(link -> !link.isWhole()).forEach(link -> stub(link, start, height));
        if (beside) {
            wordsBeside(step, top, height);
        }
        return start + height;
    }

    private double wordsAbove(Step step, double top) {
        String words = correlationOf(step) + ", " + common(step);
        double y = top + 0.5 * sheet.gap();
        return text(words, y, sheet.innerWidth()) - 0.2 * sheet.gap();
    }

    private void wordsBeside(Step step, double top, double height) {
        double width = heading - 2 * sheet.gap();
        double y = top + (height - 2 * Paragraph.lineHeight(sheet.smallPt())) / 2;
        text(common(step), text(correlationOf(step), y, width), width);
    }

    private double text(String words, double top, double width) {
        return sheet.line(words, sheet.left(), top, sheet.smallPt(), Weight.REGULAR, Anchor.START, Ink.TEXT, width);
    }

    private static String correlationOf(Step step) {
        return "\u03c1 " + correlation(step.spearman());
    }

    private static String common(Step step) {
        return step.common() + " of top " + step.possible() + " in common";
    }

    /** {@code +0.41}, or that there is none. */
    static String correlation(double value) {
        return Double.isNaN(value)
                ? "not defined"
                : String.format(Locale.ROOT, "%+.2f", value).replace('-', '\u2212');
    }

    private void link(RankLinks.Link link, double top, double height) {
        int colour = link.to() <= link.from() ? Ink.BAR : Ink.MUTED;
        sheet.add(new Line(
                middle(link.from()),
                top + 0.3 * sheet.gap(),
                middle(link.to()),
                top + height - 0.6 * sheet.gap(),
                LINE_EM * em() * 2,
                colour));
    }

    /** The rank of an image in the row where it is not shown. */
    private void stub(RankLinks.Link link, double top, double height) {
        boolean down = link.from() >= 0;
        double x = middle(down ? link.from() : link.to());
        double length = STUB * height;
        double start = down ? top + 0.3 * sheet.gap() : top + height - 0.6 * sheet.gap();
        double end = down ? start + length : start - length;
        sheet.add(new Line(x, start, x, end, LINE_EM * em(), Ink.FRAME));
        String rank = link.rank() == 0 ? "\u2013" : "#" + link.rank();
        double size = sheet.smallPt() * RANK_SIZE;
        double cap = FigureFont.CAP_HEIGHT * size * Figure.MM_PER_PT;
        double textTop = down ? end + 0.5 * sheet.gap() : end - 0.5 * sheet.gap() - cap;
        double width = FigureFont.of(Weight.REGULAR).widthMm(rank, size) + sheet.gap();
        // paper behind the number, so that lines that pass there do not strike it out
        sheet.add(new Area(
                new Box(x - width / 2, textTop - 0.2 * sheet.gap(), width, cap + 0.4 * sheet.gap()), Ink.PAPER));
        sheet.line(rank, x, textTop, size, Weight.REGULAR, Anchor.MIDDLE, Ink.MUTED, pitch);
    }

    private String caption() {
        String side = panel.opponents() ? "against (\u2212)" : "for (+)";
        return "Training images that speak " + side + " " + panel.explained()
                + ", the strongest at the left, by each run. Lines join equal images; a number is an image\u2019s rank in the row"
                + " where it is not shown, a dash that it has no such score there. \u03c1: Spearman\u2019s rank correlation"
                + " over all " + SignedNumbers.count(panel.trainSize()) + " training images. " + panel.caption();
    }
}

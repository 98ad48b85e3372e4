package dev.whence.visualization.figure.panel;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DataAttributionFigure.Side;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import dev.whence.visualization.figure.panel.XdaPanel.Pair;
import dev.whence.visualization.heatmap.ScaleMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of an XDA figure. A column is a training image with its score and class, under it the map over that image,
 * under that the map over the test image.
 */
final class XdaTiles {

    /** The names of the three rows. */
    static final List<String> ROWS = List.of("image", "train map", "test map");

    private final Sheet sheet;
    private final XdaPanel panel;
    private final double tile;
    private final List<List<Double>> scales;
    private final boolean named;
    private final int noteLines;

    /**
     * @param tile side of a picture
     */
    XdaTiles(Sheet sheet, XdaPanel panel, double tile) {
        this.sheet = sheet;
        this.panel = panel;
        this.tile = tile;
        List<Pair> shown = shown(panel);
        this.scales = sheet.style()
                .scale()
                .scales(List.of(
                        shown.stream()
                                .map(pair -> pair.train().map().largestMagnitude())
                                .toList(),
                        shown.stream()
                                .map(pair -> pair.test().map().largestMagnitude())
                                .toList()));
        this.named = Stream.concat(panel.attribution().proponents().stream(), panel.attribution().opponents().stream())
                .anyMatch(image -> !image.name().isEmpty());
        List<RelevanceMap> maps = new ArrayList<>();
        shown.forEach(pair -> maps.addAll(List.of(pair.train(), pair.test())));
        this.noteLines = Sheet.heatNoteLines(maps, sheet.ownScales());
    }

    static int count(XdaPanel panel, Side side) {
        return Math.min(panel.attribution().k(), images(panel, side).size());
    }

    /** Columns on the side that has more of them, at least one. */
    static int most(XdaPanel panel) {
        return Math.max(1, Math.max(count(panel, Side.OPPONENTS), count(panel, Side.PROPONENTS)));
    }

    private static List<TrainingImage> images(XdaPanel panel, Side side) {
        return side == Side.OPPONENTS
                ? panel.attribution().opponents()
                : panel.attribution().proponents();
    }

    private static List<Pair> shown(XdaPanel panel) {
        return Stream.concat(
                        panel.opponents().stream().limit(count(panel, Side.OPPONENTS)),
                        panel.proponents().stream().limit(count(panel, Side.PROPONENTS)))
                .toList();
    }

    /** The scale that all maps share, NaN if there is none. */
    double sharedScale() {
        double train = scales.get(0).stream().mapToDouble(scale -> scale).max().orElse(0);
        double test = scales.get(1).stream().mapToDouble(scale -> scale).max().orElse(0);
        return switch (sheet.style().scale()) {
            case TILE -> Double.NaN;
            case ROW -> train == test ? train : Double.NaN;
            case PANEL -> Math.max(train, test);
        };
    }

    private double captionHeight() {
        return Paragraph.lineHeight(sheet.pt()) + (named ? 2 : 1) * Paragraph.lineHeight(sheet.smallPt());
    }

    private double textSpace() {
        return 0.8 * sheet.gap();
    }

    private double trainTop() {
        return tile + textSpace() + captionHeight() + 0.4 * sheet.gap();
    }

    private double mapHeight() {
        double notes = noteLines == 0 ? 0 : textSpace() + noteLines * Paragraph.lineHeight(sheet.smallPt());
        return tile + notes + 0.6 * sheet.gap();
    }

    private double testTop() {
        return trainTop() + mapHeight();
    }

    double height() {
        return testTop() + mapHeight();
    }

    /** Width of the names of the rows, with the space after them. */
    double labelWidth() {
        double widest = 0;
        for (int row = 0; row < ROWS.size(); row++) {
            for (String line : rowLines(row)) {
                widest = Math.max(widest, FigureFont.of(Weight.REGULAR).widthMm(line, sheet.smallPt()));
            }
        }
        return widest + 1.5 * sheet.gap();
    }

    /** With one scale per row its number stands by the row's name. */
    private List<String> rowLines(int row) {
        List<String> words = new ArrayList<>(List.of(ROWS.get(row).split(" ", -1)));
        if (row > 0 && sheet.style().scale() == ScaleMode.ROW) {
            words.add(Sheet.plusMinus(scales.get(row - 1).stream().findFirst().orElse(0.0)));
        }
        return words;
    }

    /** The names of the rows, right-aligned before the first column. */
    void labels(double right, double top) {
        double[] tops = {top, top + trainTop(), top + testTop()};
        for (int row = 0; row < tops.length; row++) {
            List<String> lines = rowLines(row);
            double height = lines.size() * Paragraph.lineHeight(sheet.smallPt());
            double y = tops[row] + (tile - height) / 2 + 0.2 * sheet.gap();
            for (String line : lines) {
                y = sheet.line(
                        line,
                        right - 1.5 * sheet.gap(),
                        y,
                        sheet.smallPt(),
                        Weight.REGULAR,
                        Anchor.END,
                        Ink.MUTED,
                        labelWidth());
            }
        }
    }

    /** One column; rank 0 is the strongest. */
    void column(Side side, int rank, double left, double top) {
        TrainingImage image = images(panel, side).get(rank);
        Pair pair = (side == Side.OPPONENTS ? panel.opponents() : panel.proponents()).get(rank);
        int place = side == Side.OPPONENTS ? rank : count(panel, Side.OPPONENTS) + rank;
        double x = left + tile / 2;
        double width = tile + 0.8 * sheet.gap();
        String score = SignedNumbers.score(image.score());
        String what = image.className() + " " + image.name() + ", score " + score;
        sheet.picture(image.picture(), new Box(left, top, tile, tile), "Training image " + what);
        double y = top + tile + textSpace();
        y = sheet.line(score, x, y, sheet.pt(), Weight.BOLD, Anchor.MIDDLE, side.colour(), width);
        y = sheet.line(image.className(), x, y, sheet.smallPt(), Weight.REGULAR, Anchor.MIDDLE, Ink.TEXT, width);
        if (!image.name().isEmpty()) {
            sheet.note(image.name(), x, y, width);
        }
        double trainScale = scales.get(0).get(place);
        double testScale = scales.get(1).get(place);
        Box train = new Box(left, top + trainTop(), tile, tile);
        Box test = new Box(left, top + testTop(), tile, tile);
        sheet.heat(image.picture(), pair.train().map(), trainScale, train, "Train map of " + what);
        sheet.heat(panel.attribution().test().picture(), pair.test().map(), testScale, test, "Test map of " + what);
        sheet.heatNotes(pair.train(), trainScale, sheet.ownScales(), x, train.bottom() + textSpace(), width);
        sheet.heatNotes(pair.test(), testScale, sheet.ownScales(), x, test.bottom() + textSpace(), width);
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DataAttributionFigure.Side;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.List;

/**
 * Lays out one pair: the training image, its map, the map over the test image, and the test image, in one row where the
 * paper is wide, else the images above their maps.
 */
public final class PairFigure {

    private static final double WIDE_MM = 120;
    private static final double LARGEST = 0.3;

    private final PairPanel panel;
    private final Sheet sheet;
    private final int columns;
    private final double square;
    private final List<Double> scales;

    private PairFigure(PairPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.sheet = new Sheet(preset, panel.style(), fontPt);
        this.columns = preset.widthMm() >= WIDE_MM ? 4 : 2;
        double room = (sheet.innerWidth() - (columns - 1) * space()) / columns;
        double cap = columns == 4 ? LARGEST * preset.widthMm() * pictures : room * pictures;
        this.square = Math.min(room, cap);
        this.scales = panel.style()
                .scale()
                .scales(List.of(List.of(
                        panel.pair().train().map().largestMagnitude(),
                        panel.pair().test().map().largestMagnitude())))
                .get(0);
    }

    /** The figure with the preset's letters. */
    public static Figure of(PairPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(PairPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new PairFigure(panel, preset, letters, pictures).draw());
    }

    private double space() {
        return 2 * sheet.gap();
    }

    private double left(int column) {
        double used = columns * square + (columns - 1) * space();
        return sheet.left() + (sheet.innerWidth() - used) / 2 + column * (square + space());
    }

    private FittedPage draw() {
        TrainingImage training = panel.training();
        Side side = training.score() < 0 ? Side.OPPONENTS : Side.PROPONENTS;
        String verb = training.score() == 0
                ? " does not count for "
                : training.score() < 0 ? " speaks against " : " speaks for ";
        String words = SignedNumbers.score(training.score()) + ": " + training.className() + " " + training.name()
                + verb + panel.explained();
        Paragraph heading = sheet.wrapped(words, sheet.innerWidth(), sheet.pt() * 1.15, Weight.BOLD, side.colour());
        double top = sheet.paragraph(heading, sheet.left(), sheet.top(), Anchor.START) + 1.2 * sheet.gap();
        Picture test = panel.test().picture();
        boolean row = columns == 4;
        double below = Math.max(
                picture(0, top, "training image", training.picture(), List.of(training.className(), training.name())),
                picture(row ? 3 : 1, top, "test image", test, testWords()));
        double mapTop = row ? top : below + sheet.gap();
        double bottom = Math.max(
                heat(
                        row ? 1 : 0,
                        mapTop,
                        "train map",
                        training.picture(),
                        panel.pair().train(),
                        scales.get(0)),
                heat(row ? 2 : 1, mapTop, "test map", test, panel.pair().test(), scales.get(1)));
        double scale = sheet.ownScales() ? Double.NaN : scales.get(0);
        double used = columns * square + (columns - 1) * space();
        double bar = sheet.colourBar(
                scale, sheet.scaleWords("both maps"), left(0), Math.max(below, bottom) + sheet.gap(), used);
        return sheet.captioned(caption(), bar + sheet.gap());
    }

    private List<String> testWords() {
        String label = panel.test().trueLabel();
        return label.isEmpty()
                ? List.of(TestWords.decision(panel.test()), panel.test().name())
                : List.of(
                        TestWords.decision(panel.test()),
                        "true label " + label,
                        panel.test().name());
    }

    private double title(int column, double top, String title) {
        return sheet.line(
                        title,
                        left(column) + square / 2,
                        top,
                        sheet.pt(),
                        Weight.BOLD,
                        Anchor.MIDDLE,
                        Ink.TEXT,
                        square + space() / 2)
                + 0.2 * sheet.gap();
    }

    private double picture(int column, double top, String title, Picture picture, List<String> notes) {
        double y = title(column, top, title);
        Box box = new Box(left(column), y, square, square);
        sheet.picture(picture, box, title + " " + String.join(", ", notes));
        y = box.bottom() + 0.8 * sheet.gap();
        for (String note : notes) {
            y = note.isEmpty() ? y : sheet.note(note, box.centreX(), y, square + space() / 2);
        }
        return y;
    }

    private double heat(int column, double top, String title, Picture picture, RelevanceMap map, double scale) {
        double y = title(column, top, title);
        Box box = new Box(left(column), y, square, square);
        sheet.heat(picture, map.map(), scale, box, title);
        return sheet.heatNotes(
                map, scale, sheet.ownScales(), box.centreX(), box.bottom() + 0.8 * sheet.gap(), square + space() / 2);
    }

    private String caption() {
        String sums = panel.pair().train().known() || panel.pair().test().known()
                ? "\u03a3: sum of a map relative to the score. "
                : "";
        return "The score of one training image, taken apart over the pixels of both images. Train map: which of its pixels"
                + " the score comes from; test map: where the test image has the same features. " + sums
                + panel.caption();
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DynamicsPanel.Series;
import java.util.List;
import java.util.Locale;

/**
 * Lays out how a number of one test image was learnt: the image with its decision, the number over the steps beside its
 * reconstruction, what each class of training images contributed when, loss gradients against weight decay, and parameters.
 */
public final class DynamicsFigure {

    private static final double WIDE_MM = 120;
    private static final double GRAPH_HEIGHT = 0.42;

    private final DynamicsPanel panel;
    private final Sheet sheet;
    private final boolean wide;
    private final double scale;

    private DynamicsFigure(DynamicsPanel panel, FigurePreset preset, double fontPt, double pictures) {
        this.panel = panel;
        this.sheet = new Sheet(preset, panel.style(), fontPt);
        this.wide = preset.widthMm() >= WIDE_MM;
        this.scale = pictures;
    }

    /** The figure with the preset's letters. */
    public static Figure of(DynamicsPanel panel, FigurePreset preset) {
        return of(panel, preset, preset.fontPt());
    }

    /**
     * @param fontPt size of running text in points; smaller where a preset's height would not suffice
     */
    public static Figure of(DynamicsPanel panel, FigurePreset preset, double fontPt) {
        return FittedPage.fit(
                preset, fontPt, (letters, pictures) -> new DynamicsFigure(panel, preset, letters, pictures).draw());
    }

    private FittedPage draw() {
        double y = header();
        double space = 3 * sheet.gap();
        double column = wide ? (sheet.innerWidth() - space) / 2 : sheet.innerWidth();
        double right = wide ? sheet.left() + column + space : sheet.left();
        double first = StepGraph.lines(
                sheet,
                panel.explained() + " over the training",
                List.of(new Series("network", panel.actual()), new Series("reconstruction", panel.reconstruction())),
                panel.kernel().length,
                graph(sheet.left(), y, column));
        double second = StepGraph.stacked(
                sheet,
                "contributions by class of the training image",
                panel.byClass(),
                graph(right, wide ? y : first + space, column));
        y = (wide ? Math.max(first, second) : second) + space;
        double third = StepGraph.lines(
                sheet,
                "change in each step",
                List.of(
                        new Series("loss gradients", panel.kernel()),
                        new Series("weight decay", panel.regularisation())),
                panel.kernel().length,
                graph(sheet.left(), y, column));
        double fourth = StepGraph.stacked(
                sheet,
                "change by loss gradients, by parameter",
                panel.byParameter(),
                graph(right, wide ? y : third + space, column));
        y = (wide ? Math.max(third, fourth) : fourth) + sheet.gap();
        return sheet.captioned(caption(), y);
    }

    private Box graph(double left, double top, double width) {
        return new Box(left, top, width, width * GRAPH_HEIGHT * scale + 3 * Paragraph.lineHeight(sheet.pt()));
    }

    private double header() {
        double square = (wide ? 0.14 : 0.22) * sheet.innerWidth() * scale;
        Box image = new Box(sheet.left(), sheet.top(), square, square);
        sheet.picture(
                panel.test().picture(), image, "Test image " + panel.test().name());
        double words = image.right() + 2 * sheet.gap();
        double width = sheet.left() + sheet.innerWidth() - words;
        double y = sheet.paragraph(
                sheet.wrapped(TestWords.decision(panel.test()), width, sheet.pt() * 1.15, Weight.BOLD, Ink.TEXT),
                words,
                sheet.top(),
                Anchor.START);
        if (!panel.test().trueLabel().isEmpty()) {
            String label = "true label " + panel.test().trueLabel();
            y = sheet.line(label, words, y, sheet.pt(), Weight.REGULAR, Anchor.START, Ink.TEXT, width);
        }
        y = sheet.paragraph(
                sheet.wrapped(balance(), width, sheet.smallPt(), Weight.REGULAR, Ink.MUTED), words, y, Anchor.START);
        return Math.max(y, image.bottom()) + 2 * sheet.gap();
    }

    private String balance() {
        int last = panel.actual().length - 1;
        return String.format(
                Locale.ROOT,
                "%s: %.4g before training, %.4g after; put together from the images of %d steps %.4g (off by %.1e)",
                panel.explained(),
                panel.actual()[0],
                panel.actual()[last],
                last,
                panel.predicted(),
                Math.abs(panel.predicted() - panel.actual()[last]));
    }

    private String caption() {
        return "How the training led to the decision on test image "
                + panel.test().name()
                + ". Contributions of a step are those of the images in its batch, through it and what their gradients did"
                + " later. " + panel.caption();
    }
}

package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Sheet;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import java.util.Locale;

/** What is said of the test image: the decision, its probability, the label, the name. */
final class TestWords {

    private TestWords() {}

    static String decision(TestImage test) {
        String probability = Double.isNaN(test.probability())
                ? ""
                : String.format(Locale.ROOT, " (%.1f\u00a0%%)", 100 * test.probability());
        return "predicted " + test.predicted() + probability;
    }

    /** Centred lines under a picture; returns where the next thing may start. */
    static double centred(Sheet sheet, TestImage test, double x, double top, double width) {
        return set(sheet, test, x, top, width, Anchor.MIDDLE);
    }

    /** Lines beside a picture; returns where the next thing may start. */
    static double startingAt(Sheet sheet, TestImage test, double left, double top, double width) {
        return set(sheet, test, left, top, width, Anchor.START);
    }

    private static double set(Sheet sheet, TestImage test, double x, double top, double width, Anchor anchor) {
        double y = sheet.paragraph(
                sheet.wrapped(decision(test), width, sheet.pt(), Weight.BOLD, Ink.TEXT), x, top, anchor);
        if (!test.trueLabel().isEmpty()) {
            y = sheet.line(
                    "true label " + test.trueLabel(), x, y, sheet.smallPt(), Weight.REGULAR, anchor, Ink.TEXT, width);
        }
        return sheet.line("test image " + test.name(), x, y, sheet.smallPt(), Weight.REGULAR, anchor, Ink.MUTED, width);
    }
}

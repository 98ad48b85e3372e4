package dev.whence.visualization.figure.page;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import java.util.List;

/** Names beside their colours below a plot, as many in a row as fit. */
public final class Legend {

    private Legend() {}

    /**
     * What is named.
     *
     * @param colour red, green and blue
     */
    public record Entry(String name, int colour) {}

    /**
     * Draws the names.
     *
     * @param left where rows begin
     * @param top where the first one begins
     * @return where the last one begins
     */
    public static double draw(Sheet sheet, List<Entry> entries, double left, double top) {
        double em = sheet.smallPt() * Figure.MM_PER_PT;
        FigureFont font = FigureFont.of(Weight.REGULAR);
        double x = left;
        double y = top;
        for (Entry entry : entries) {
            double width = 1.2 * em + font.widthMm(entry.name(), sheet.smallPt());
            if (x > left && x + width > sheet.left() + sheet.innerWidth()) {
                x = left;
                y += 1.15 * Paragraph.lineHeight(sheet.smallPt());
            }
            sheet.add(new Area(new Box(x, y, 0.7 * em, 0.7 * em), entry.colour()));
            sheet.line(
                    entry.name(),
                    x + 1.1 * em,
                    y,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.START,
                    Ink.TEXT,
                    sheet.innerWidth());
            x += width + 1.4 * em;
        }
        return y;
    }
}

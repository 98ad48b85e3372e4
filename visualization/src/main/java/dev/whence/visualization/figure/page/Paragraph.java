package dev.whence.visualization.figure.page;

import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import java.util.ArrayList;
import java.util.List;

/**
 * Text set in lines.
 *
 * @param lines from top to bottom
 * @param sizePt size in points
 */
public record Paragraph(List<String> lines, double sizePt, Weight weight, int colour) {

    /** Distance of baselines relative to the size. */
    private static final double LEADING = 1.32;

    private static final String ELLIPSIS = "\u2026";

    public Paragraph {
        lines = List.copyOf(lines);
    }

    /** Breaks a text at its spaces; a word wider than the line is cut. */
    public static Paragraph wrapped(String text, double widthMm, double sizePt, Weight weight, int colour) {
        FigureFont font = FigureFont.of(weight);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && font.widthMm(longer, sizePt) > widthMm) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        lines.add(line.toString());
        return new Paragraph(
                lines.stream()
                        .map(full -> fitted(full, widthMm, sizePt, weight))
                        .toList(),
                sizePt,
                weight,
                colour);
    }

    /** The text, its end replaced by an ellipsis if it is too wide. */
    public static String fitted(String text, double widthMm, double sizePt, Weight weight) {
        FigureFont font = FigureFont.of(weight);
        if (font.widthMm(text, sizePt) <= widthMm) {
            return text;
        }
        int end = text.length();
        while (end > 0 && font.widthMm(text.substring(0, end).stripTrailing() + ELLIPSIS, sizePt) > widthMm) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** Distance of baselines in millimetres. */
    public static double lineHeight(double sizePt) {
        return sizePt * LEADING * Figure.MM_PER_PT;
    }

    public double height() {
        return lines.size() * lineHeight(sizePt);
    }

    /** The lines with the top of the first one's capitals at {@code top}. */
    public List<Element> at(double x, double top, Anchor anchor) {
        double baseline = top + FigureFont.CAP_HEIGHT * sizePt * Figure.MM_PER_PT;
        List<Element> set = new ArrayList<>();
        for (String line : lines) {
            set.add(new Text(line, x, baseline, sizePt, weight, anchor, colour));
            baseline += lineHeight(sizePt);
        }
        return set;
    }
}

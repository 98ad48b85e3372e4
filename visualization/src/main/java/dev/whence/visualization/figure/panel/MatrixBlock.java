package dev.whence.visualization.figure.panel;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Paragraph;
import dev.whence.visualization.figure.page.Sheet;

/** A matrix of rank correlations below compared rankings: numbers on cells that are the darker the farther from zero. */
final class MatrixBlock {

    private static final double CELL_EM = 4.2;
    private static final double LABEL_EM = 14;
    private static final double STRONGEST_TINT = 0.45;
    private static final int AGREES = 0x2b7de1;
    private static final int DISAGREES = 0xd6781e;

    private final Sheet sheet;
    private final RankingsPanel panel;
    private final RankingsPanel.Matrix matrix;

    MatrixBlock(Sheet sheet, RankingsPanel panel, RankingsPanel.Matrix matrix) {
        this.sheet = sheet;
        this.panel = panel;
        this.matrix = matrix;
    }

    /** Returns the lower edge. */
    double draw(double top) {
        int runs = panel.rows().size();
        double em = sheet.pt() * Figure.MM_PER_PT;
        double label = Math.min(LABEL_EM * em, sheet.innerWidth() * 0.4);
        double cell = Math.min(CELL_EM * em, (sheet.innerWidth() - label) / runs);
        double height = 1.25 * Paragraph.lineHeight(sheet.smallPt());
        double y = sheet.paragraph(
                sheet.wrapped(
                        "Spearman\u2019s rank correlation of all runs, " + matrix.over(),
                        sheet.innerWidth(),
                        sheet.pt(),
                        Weight.BOLD,
                        Ink.TEXT),
                sheet.left(),
                top,
                Anchor.START);
        double x = sheet.left() + label;
        for (int b = 0; b < runs; b++) {
            sheet.note(Integer.toString(b + 1), x + (b + 0.5) * cell, y, cell);
        }
        y += Paragraph.lineHeight(sheet.smallPt());
        for (int a = 0; a < runs; a++) {
            double text = y + (height - FigureFont.CAP_HEIGHT * sheet.smallPt() * Figure.MM_PER_PT) / 2;
            sheet.line(
                    a + 1 + "  " + panel.rows().get(a).row().title(),
                    sheet.left(),
                    text,
                    sheet.smallPt(),
                    Weight.REGULAR,
                    Anchor.START,
                    Ink.TEXT,
                    label - sheet.gap());
            for (int b = 0; b < runs; b++) {
                double value = matrix.values()[a][b];
                Box box = new Box(x + b * cell, y, cell - 0.3 * sheet.gap(), height - 0.3 * sheet.gap());
                sheet.add(new Area(box, tint(value)));
                sheet.line(
                        Double.isNaN(value) ? "\u2013" : RankingsFigure.correlation(value),
                        box.centreX(),
                        text,
                        sheet.smallPt(),
                        Weight.REGULAR,
                        Anchor.MIDDLE,
                        Ink.TEXT,
                        cell);
            }
            y += height;
        }
        return y;
    }

    /** White for zero, towards blue for agreement and towards orange for the reverse. */
    private static int tint(double value) {
        double share = Double.isNaN(value) ? 0 : STRONGEST_TINT * Math.min(1, Math.abs(value));
        int full = value < 0 ? DISAGREES : AGREES;
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int channel = (full >> shift) & 0xff;
            mixed |= (int) Math.round(0xff + share * (channel - 0xff)) << shift;
        }
        return mixed;
    }
}

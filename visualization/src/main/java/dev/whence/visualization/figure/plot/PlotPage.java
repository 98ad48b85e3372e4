package dev.whence.visualization.figure.plot;

import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.FittedPage;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Sheet;

/** A title, a plot and a caption below each other: the page of every single plot. */
final class PlotPage {

    /** Draws the plot itself. */
    interface Content {
        /**
         * @param top where it may begin
         * @param size the largest it may be, relative to what it would like
         * @return where it ends
         */
        double draw(Sheet sheet, double top, double size);
    }

    private PlotPage() {}

    static Figure of(
            String title, String caption, PictureTone tone, FigurePreset preset, double fontPt, Content content) {
        return FittedPage.fit(preset, fontPt, (letters, size) -> {
            Sheet sheet = new Sheet(preset, HeatStyle.standard(tone), letters);
            double top = sheet.line(
                    title,
                    sheet.left(),
                    sheet.top(),
                    letters * 1.1,
                    Weight.BOLD,
                    Anchor.START,
                    Ink.TEXT,
                    sheet.innerWidth());
            double bottom = content.draw(sheet, top + 2 * sheet.gap(), size);
            return sheet.captioned(caption, bottom + 2 * sheet.gap());
        });
    }

    /** A colour over white paper. */
    static int onPaper(int argb) {
        double alpha = (argb >>> 24) / 255.0;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double part = (argb >> shift) & 0xff;
            mixed |= (int) Math.round(part * alpha + 255 * (1 - alpha)) << shift;
        }
        return mixed;
    }
}

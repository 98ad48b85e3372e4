package dev.whence.visualization.figure.plot;

import dev.whence.visualization.chart.PlanePlot;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.Ink;
import dev.whence.visualization.figure.page.Sheet;

/** Lays out images at their places of a plane. */
public final class PlaneFigure {

    private static final double HEIGHT = 0.62;
    private static final double PICTURE = 0.05;

    private PlaneFigure() {}

    /** The figure of a plane in letters of a size. */
    public static Figure of(
            PlanePlot plot, PlotPictures pictures, String title, String caption, FigurePreset preset, double fontPt) {
        return PlotPage.of(title, caption, pictures.tone(), preset, fontPt, (sheet, top, size) -> {
            Box box = new Box(sheet.left(), top, sheet.innerWidth(), sheet.innerWidth() * HEIGHT * size);
            sheet.add(new Frame(box, sheet.pt() * 0.012, Ink.FRAME));
            draw(plot, pictures, sheet, box);
            return box.bottom();
        });
    }

    private static void draw(PlanePlot plot, PlotPictures pictures, Sheet sheet, Box box) {
        double side = PICTURE * box.width();
        double wide = box.width() - 1.4 * side;
        double high = box.height() - 1.4 * side;
        double reach = 0;
        for (PlanePlot.Placed placed : plot.places()) {
            reach = Math.max(reach, Math.max(Math.abs(placed.x()) / wide, Math.abs(placed.y()) / high));
        }
        double scale = reach > 0 ? 0.5 / reach : 0;
        for (PlanePlot.Placed placed : plot.places()) {
            double x = box.centreX() + placed.x() * scale;
            double y = box.top() + box.height() / 2 - placed.y() * scale;
            sheet.picture(
                    pictures.picture().apply(placed.image()),
                    new Box(x - side / 2, y - side / 2, side, side),
                    pictures.words().apply(placed.image()));
        }
    }
}

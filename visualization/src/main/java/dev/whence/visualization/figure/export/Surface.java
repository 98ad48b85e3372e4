package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import java.util.List;

/** Something a figure can be drawn on: the few strokes that {@link FigurePainter} breaks every element into. */
interface Surface {

    void text(Text text);

    void raster(Raster raster);

    void area(Area area);

    void line(Line line);

    void gradient(Gradient gradient);

    /**
     * A filled polygon.
     *
     * @param corners in millimetres
     */
    void polygon(List<Point> corners, int colour);

    /** A place in millimetres. */
    record Point(double x, double y) {}

    /** Four lines around the outside of a box. */
    default void outline(Box box, double thickness, int colour) {
        double left = box.left() - thickness;
        double top = box.top() - thickness;
        double width = box.width() + 2 * thickness;
        double height = box.height() + 2 * thickness;
        area(new Area(new Box(left, top, width, thickness), colour));
        area(new Area(new Box(left, box.bottom(), width, thickness), colour));
        area(new Area(new Box(left, top, thickness, height), colour));
        area(new Area(new Box(box.right(), top, thickness, height), colour));
    }
}

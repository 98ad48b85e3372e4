package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Arrow;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Frame;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.export.Surface.Point;
import java.awt.Graphics2D;
import java.util.List;

/** Draws a figure: the one way from the model to screen, PNG, SVG and PDF. */
public final class FigurePainter {

    private static final double HEAD_LENGTH = 3;
    private static final double HEAD_HALF_HEIGHT = 1.5;

    private FigurePainter() {}

    /**
     * Draws on any Java2D surface, such as a buffered image or a JavaFX canvas behind FXGraphics2D.
     *
     * @param pixelsPerMm scale from millimetres to the units of the graphics
     */
    public static void paint(Figure figure, Graphics2D graphics, double pixelsPerMm) {
        paint(figure, new Graphics2dSurface(graphics, pixelsPerMm));
    }

    static void paint(Figure figure, Surface surface) {
        surface.area(new Area(new Box(0, 0, figure.widthMm(), figure.heightMm()), figure.background()));
        for (Element element : figure.elements()) {
            draw(element, surface);
        }
    }

    private static void draw(Element element, Surface surface) {
        if (element instanceof Text text) {
            surface.text(text);
        } else if (element instanceof Raster raster) {
            surface.raster(raster);
        } else if (element instanceof Area area) {
            surface.area(area);
        } else if (element instanceof Frame frame) {
            surface.outline(frame.box(), frame.thickness(), frame.colour());
        } else if (element instanceof Line line) {
            surface.line(line);
        } else if (element instanceof Arrow arrow) {
            draw(arrow, surface);
        } else if (element instanceof Gradient gradient) {
            surface.gradient(gradient);
        }
    }

    private static void draw(Arrow arrow, Surface surface) {
        double direction = Math.signum(arrow.toX() - arrow.fromX());
        double neck = arrow.toX() - direction * HEAD_LENGTH * arrow.thickness();
        double left = Math.min(arrow.fromX(), neck);
        Box shaft = new Box(left, arrow.y() - arrow.thickness() / 2, Math.abs(neck - arrow.fromX()), arrow.thickness());
        List<Integer> colours = direction > 0
                ? List.of(arrow.fromColour(), arrow.toColour())
                : List.of(arrow.toColour(), arrow.fromColour());
        surface.gradient(new Gradient(shaft, colours, false));
        double half = HEAD_HALF_HEIGHT * arrow.thickness();
        surface.polygon(
                List.of(
                        new Point(arrow.toX(), arrow.y()),
                        new Point(neck, arrow.y() - half),
                        new Point(neck, arrow.y() + half)),
                arrow.toColour());
    }
}

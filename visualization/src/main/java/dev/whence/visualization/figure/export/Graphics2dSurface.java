package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws with Java2D: on an image for PNG, on a canvas for the screen. Text is drawn as outlines of the figure font. */
final class Graphics2dSurface implements Surface {

    private final Graphics2D graphics;
    private final double scale;

    /**
     * @param scale pixels per millimetre
     */
    public Graphics2dSurface(Graphics2D graphics, double scale) {
        this.graphics = graphics;
        this.scale = scale;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    }

    @Override
    public void text(Text text) {
        FigureFont font = FigureFont.of(text.weight());
        double x = FigureFont.startX(text);
        graphics.setPaint(new Color(text.colour()));
        graphics.fill(font.outline(
                text.text(), x * scale, text.baseline() * scale, text.sizePt() * Figure.MM_PER_PT * scale));
    }

    @Override
    public void raster(Raster raster) {
        int left = (int) Math.round(raster.box().left() * scale);
        int top = (int) Math.round(raster.box().top() * scale);
        int width = Math.max(1, (int) Math.round(raster.box().right() * scale) - left);
        int height = Math.max(1, (int) Math.round(raster.box().bottom() * scale) - top);
        if (raster.sampling() == Sampling.NEAREST) {
            graphics.drawImage(image(Rasters.stretched(raster, width, height), width, height), left, top, null);
        } else {
            BufferedImage small = image(raster.argb(), raster.columns(), raster.rows());
            graphics.drawImage(small, left, top, width, height, null);
        }
    }

    private static BufferedImage image(int[] argb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, height, argb, 0, width);
        return image;
    }

    /** Edges lie on whole pixels, so that frames are equally dark on all sides and hug their pictures. */
    private Rectangle2D snapped(Box box) {
        double left = Math.round(box.left() * scale);
        double top = Math.round(box.top() * scale);
        double right = Math.round(box.right() * scale);
        double bottom = Math.round(box.bottom() * scale);
        return new Rectangle2D.Double(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    @Override
    public void area(Area area) {
        graphics.setPaint(new Color(area.colour()));
        graphics.fill(snapped(area.box()));
    }

    /** Frames are a whole number of pixels thick, outside of their picture. */
    @Override
    public void outline(Box box, double thickness, int colour) {
        Rectangle2D inner = snapped(box);
        double pixels = Math.max(1, Math.round(thickness * scale));
        Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        ring.append(inner, false);
        ring.append(
                new Rectangle2D.Double(
                        inner.getX() - pixels,
                        inner.getY() - pixels,
                        inner.getWidth() + 2 * pixels,
                        inner.getHeight() + 2 * pixels),
                false);
        graphics.setPaint(new Color(colour));
        graphics.fill(ring);
    }

    @Override
    public void line(Line line) {
        double length = Math.hypot(line.toX() - line.fromX(), line.toY() - line.fromY());
        if (length == 0) {
            return;
        }
        double acrossX = -(line.toY() - line.fromY()) / length * line.thickness() / 2;
        double acrossY = (line.toX() - line.fromX()) / length * line.thickness() / 2;
        polygon(
                List.of(
                        new Point(line.fromX() + acrossX, line.fromY() + acrossY),
                        new Point(line.toX() + acrossX, line.toY() + acrossY),
                        new Point(line.toX() - acrossX, line.toY() - acrossY),
                        new Point(line.fromX() - acrossX, line.fromY() - acrossY)),
                line.colour());
    }

    @Override
    public void gradient(Gradient gradient) {
        Box box = gradient.box();
        if (box.width() * scale < 1e-6 || box.height() * scale < 1e-6) {
            return;
        }
        int count = gradient.colours().size();
        float[] places = new float[count];
        Color[] colours = new Color[count];
        for (int i = 0; i < count; i++) {
            places[i] = i / (count - 1f);
            colours[i] = new Color(gradient.colours().get(i));
        }
        float left = (float) (box.left() * scale);
        float top = (float) (box.top() * scale);
        float endX = gradient.vertical() ? left : (float) (box.right() * scale);
        float endY = gradient.vertical() ? (float) (box.bottom() * scale) : top;
        graphics.setPaint(new LinearGradientPaint(left, top, endX, endY, places, colours));
        graphics.fill(snapped(box));
    }

    @Override
    public void polygon(List<Point> corners, int colour) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners.get(0).x() * scale, corners.get(0).y() * scale);
        for (Point corner : corners.subList(1, corners.size())) {
            path.lineTo(corner.x() * scale, corner.y() * scale);
        }
        path.closePath();
        graphics.setPaint(new Color(colour));
        graphics.fill(path);
    }
}

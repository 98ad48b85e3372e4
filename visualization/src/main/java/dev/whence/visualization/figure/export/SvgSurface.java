package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Sampling;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes SVG 1.1. One user unit is a millimetre. Text stays text with its anchor, so that it stays in place where the
 * reader lacks our font; images are embedded. Written by hand because a Java2D recorder knows no text anchors.
 */
final class SvgSurface implements Surface {

    private static final String FONTS = "Inter, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

    private final StringBuilder body = new StringBuilder();
    private final double pixelsPerMm;
    private int gradients;

    /**
     * @param pixelsPerMm resolution that small images are enlarged to
     */
    SvgSurface(double pixelsPerMm) {
        this.pixelsPerMm = pixelsPerMm;
    }

    /**
     * The finished file.
     *
     * @param metadata an XML element
     */
    String document(Figure figure, String metadata) {
        String width = number(figure.widthMm());
        String height = number(figure.heightMm());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\""
                + attribute("width", width + "mm") + attribute("height", height + "mm")
                + attribute("viewBox", "0 0 " + width + " " + height) + ">\n"
                + "<metadata>" + metadata + "</metadata>\n"
                + "<g" + attribute("font-family", FONTS) + ">\n" + body + "</g>\n</svg>\n";
    }

    @Override
    public void text(Text text) {
        body.append("<text")
                .append(attribute("x", number(text.x())))
                .append(attribute("y", number(text.baseline())))
                .append(attribute("font-size", number(text.sizePt() * Figure.MM_PER_PT)))
                .append(attribute("fill", colour(text.colour())));
        if (text.weight() == Weight.BOLD) {
            body.append(attribute("font-weight", "600"));
        }
        if (text.anchor() != Anchor.START) {
            body.append(attribute("text-anchor", text.anchor() == Anchor.END ? "end" : "middle"));
        }
        body.append('>').append(Xml.escaped(text.text())).append("</text>\n");
    }

    @Override
    public void raster(Raster raster) {
        Raster large = Rasters.enlarged(raster, pixelsPerMm);
        body.append("<image")
                .append(place(raster.box()))
                .append(attribute("preserveAspectRatio", "none"))
                .append(raster.sampling() == Sampling.NEAREST ? attribute("style", "image-rendering:pixelated") : "")
                .append(attribute("xlink:href", "data:image/png;base64," + png(large)))
                .append("><title>")
                .append(Xml.escaped(raster.description()))
                .append("</title></image>\n");
    }

    private static String png(Raster raster) {
        try {
            byte[] bytes = PngFile.encode(raster.argb(), raster.columns(), raster.rows(), true, 0, null);
            return Base64.getEncoder().encodeToString(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void area(Area area) {
        body.append("<rect")
                .append(place(area.box()))
                .append(attribute("fill", colour(area.colour())))
                .append("/>\n");
    }

    @Override
    public void outline(Box box, double thickness, int colour) {
        Box middle = new Box(
                box.left() - thickness / 2,
                box.top() - thickness / 2,
                box.width() + thickness,
                box.height() + thickness);
        body.append("<rect")
                .append(place(middle))
                .append(attribute("fill", "none"))
                .append(attribute("stroke", colour(colour)))
                .append(attribute("stroke-width", number(thickness)))
                .append("/>\n");
    }

    @Override
    public void line(Line line) {
        body.append("<line")
                .append(attribute("x1", number(line.fromX())))
                .append(attribute("y1", number(line.fromY())))
                .append(attribute("x2", number(line.toX())))
                .append(attribute("y2", number(line.toY())))
                .append(attribute("stroke", colour(line.colour())))
                .append(attribute("stroke-width", number(line.thickness())))
                .append("/>\n");
    }

    @Override
    public void gradient(Gradient gradient) {
        String id = "gradient" + gradients++;
        body.append("<linearGradient").append(attribute("id", id));
        if (gradient.vertical()) {
            body.append(attribute("x2", "0")).append(attribute("y2", "1"));
        }
        body.append('>');
        int last = gradient.colours().size() - 1;
        for (int i = 0; i <= last; i++) {
            body.append("<stop")
                    .append(attribute("offset", number(i / (double) last)))
                    .append(attribute("stop-color", colour(gradient.colours().get(i))))
                    .append("/>");
        }
        body.append("</linearGradient>\n<rect")
                .append(place(gradient.box()))
                .append(attribute("fill", "url(#" + id + ")"))
                .append("/>\n");
    }

    @Override
    public void polygon(List<Point> corners, int colour) {
        String points = corners.stream()
                .map(corner -> number(corner.x()) + "," + number(corner.y()))
                .collect(Collectors.joining(" "));
        body.append("<polygon")
                .append(attribute("points", points))
                .append(attribute("fill", colour(colour)))
                .append("/>\n");
    }

    private static String place(Box box) {
        return attribute("x", number(box.left()))
                + attribute("y", number(box.top()))
                + attribute("width", number(box.width()))
                + attribute("height", number(box.height()));
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + Xml.escaped(value) + "\"";
    }

    private static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb & 0xffffff);
    }

    /** A micrometre is exact enough; trailing zeros go. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}

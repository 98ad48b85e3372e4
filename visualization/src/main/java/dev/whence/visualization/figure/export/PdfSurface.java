package dev.whence.visualization.figure.export;

import dev.whence.visualization.figure.Element;
import dev.whence.visualization.figure.Element.Area;
import dev.whence.visualization.figure.Element.Box;
import dev.whence.visualization.figure.Element.Gradient;
import dev.whence.visualization.figure.Element.Line;
import dev.whence.visualization.figure.Element.Raster;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigureFont;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.function.PDFunctionType3;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShadingType2;

/** Draws on a PDF page: text as text in the embedded subset of the figure font, gradients as shadings. */
final class PdfSurface implements Surface {

    private static final double PT_PER_MM = 1 / Figure.MM_PER_PT;

    private final PDDocument document;
    private final PDPageContentStream page;
    private final double heightMm;
    private final double pixelsPerMm;
    private final Map<Weight, PDType0Font> fonts = new EnumMap<>(Weight.class);

    /**
     * @param pixelsPerMm resolution that small images are enlarged to
     */
    PdfSurface(PDDocument document, PDPageContentStream page, double heightMm, double pixelsPerMm) {
        this.document = document;
        this.page = page;
        this.heightMm = heightMm;
        this.pixelsPerMm = pixelsPerMm;
    }

    /** Something written to the page; the stream is in memory, so that it only fails on a defect. */
    private interface Stroke {
        void draw() throws IOException;
    }

    private static void draw(Stroke stroke) {
        try {
            stroke.draw();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float x(double mm) {
        return (float) (mm * PT_PER_MM);
    }

    private float y(double mm) {
        return (float) ((heightMm - mm) * PT_PER_MM);
    }

    private void fill(int rgb) throws IOException {
        page.setNonStrokingColor(red(rgb), green(rgb), blue(rgb));
    }

    private static float red(int rgb) {
        return ((rgb >> 16) & 0xff) / 255f;
    }

    private static float green(int rgb) {
        return ((rgb >> 8) & 0xff) / 255f;
    }

    private static float blue(int rgb) {
        return (rgb & 0xff) / 255f;
    }

    private PDType0Font font(Weight weight) {
        return fonts.computeIfAbsent(weight, wanted -> {
            try (InputStream bytes = FigureFont.of(wanted).open()) {
                return PDType0Font.load(document, bytes, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void text(Text text) {
        draw(() -> {
            page.beginText();
            fill(text.colour());
            page.setFont(font(text.weight()), (float) text.sizePt());
            page.newLineAtOffset(x(FigureFont.startX(text)), y(text.baseline()));
            page.showText(FigureFont.of(text.weight()).printable(text.text()));
            page.endText();
        });
    }

    @Override
    public void raster(Raster raster) {
        Raster large = Rasters.enlarged(raster, pixelsPerMm);
        BufferedImage image = new BufferedImage(large.columns(), large.rows(), BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, large.columns(), large.rows(), large.argb(), 0, large.columns());
        Box box = raster.box();
        draw(() -> {
            PDImageXObject embedded = LosslessFactory.createFromImage(document, image);
            embedded.setInterpolate(raster.sampling() == Element.Sampling.SMOOTH);
            page.drawImage(embedded, x(box.left()), y(box.bottom()), x(box.width()), x(box.height()));
        });
    }

    @Override
    public void area(Area area) {
        draw(() -> {
            fill(area.colour());
            rectangle(area.box());
            page.fill();
        });
    }

    private void rectangle(Box box) throws IOException {
        page.addRect(x(box.left()), y(box.bottom()), x(box.width()), x(box.height()));
    }

    @Override
    public void line(Line line) {
        draw(() -> {
            int rgb = line.colour();
            page.setStrokingColor(red(rgb), green(rgb), blue(rgb));
            page.setLineWidth(x(line.thickness()));
            page.moveTo(x(line.fromX()), y(line.fromY()));
            page.lineTo(x(line.toX()), y(line.toY()));
            page.stroke();
        });
    }

    @Override
    public void gradient(Gradient gradient) {
        draw(() -> {
            page.saveGraphicsState();
            rectangle(gradient.box());
            page.clip();
            page.shadingFill(shading(gradient));
            page.restoreGraphicsState();
        });
    }

    /** An axial shading with one linear piece between each two neighbouring colours. */
    private PDShadingType2 shading(Gradient gradient) {
        Box box = gradient.box();
        PDShadingType2 shading = new PDShadingType2(new COSDictionary());
        shading.setShadingType(PDShading.SHADING_TYPE2);
        shading.setColorSpace(PDDeviceRGB.INSTANCE);
        shading.setCoords(
                gradient.vertical()
                        ? floats(x(box.left()), y(box.top()), x(box.left()), y(box.bottom()))
                        : floats(x(box.left()), y(box.top()), x(box.right()), y(box.top())));
        shading.getCOSObject().setItem(COSName.EXTEND, extendBothWays());
        COSDictionary stitched = new COSDictionary();
        stitched.setInt(COSName.FUNCTION_TYPE, 3);
        stitched.setItem(COSName.DOMAIN, floats(0, 1));
        COSArray pieces = new COSArray();
        COSArray bounds = new COSArray();
        COSArray encode = new COSArray();
        int last = gradient.colours().size() - 1;
        for (int i = 0; i < last; i++) {
            pieces.add(piece(gradient.colours().get(i), gradient.colours().get(i + 1)));
            encode.add(COSInteger.ZERO);
            encode.add(COSInteger.ONE);
            if (i > 0) {
                bounds.add(new COSFloat(i / (float) last));
            }
        }
        stitched.setItem(COSName.FUNCTIONS, pieces);
        stitched.setItem(COSName.BOUNDS, bounds);
        stitched.setItem(COSName.ENCODE, encode);
        shading.setFunction(new PDFunctionType3(stitched));
        return shading;
    }

    private static COSArray extendBothWays() {
        COSArray both = new COSArray();
        both.add(COSBoolean.TRUE);
        both.add(COSBoolean.TRUE);
        return both;
    }

    private static COSDictionary piece(int from, int to) {
        COSDictionary linear = new COSDictionary();
        linear.setInt(COSName.FUNCTION_TYPE, 2);
        linear.setItem(COSName.DOMAIN, floats(0, 1));
        linear.setItem(COSName.C0, floats(red(from), green(from), blue(from)));
        linear.setItem(COSName.C1, floats(red(to), green(to), blue(to)));
        linear.setInt(COSName.N, 1);
        return linear;
    }

    private static COSArray floats(float... values) {
        COSArray array = new COSArray();
        array.setFloatArray(values);
        return array;
    }

    @Override
    public void polygon(List<Point> corners, int colour) {
        draw(() -> {
            fill(colour);
            page.moveTo(x(corners.get(0).x()), y(corners.get(0).y()));
            for (Point corner : corners.subList(1, corners.size())) {
                page.lineTo(x(corner.x()), y(corner.y()));
            }
            page.closePath();
            page.fill();
        });
    }
}

package dev.whence.visualization.figure;

import dev.whence.visualization.figure.Element.Anchor;
import dev.whence.visualization.figure.Element.Text;
import dev.whence.visualization.figure.Element.Weight;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.jspecify.annotations.Nullable;

/**
 * The bundled figure font (Inter, SIL Open Font License), read by ourselves: figures come out the same on every machine,
 * whatever fonts it has, and a machine without any font can draw them too. Advance widths only, no kerning, so that all
 * surfaces set the same line. Safe for use by several threads.
 */
public final class FigureFont {

    /** Family name, for surfaces that name their font. */
    public static final String FAMILY = "Inter";

    /** Height of capitals relative to the font size. */
    public static final double CAP_HEIGHT = 0.727;

    private static final char REPLACEMENT = '?';

    private static final FigureFont REGULAR = new FigureFont("Inter-Regular.ttf");
    private static final FigureFont BOLD = new FigureFont("Inter-SemiBold.ttf");

    private final String resource;
    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;

    private FigureFont(String resource) {
        this.resource = resource;
        try (InputStream bytes = open()) {
            font = new TTFParser().parseEmbedded(bytes);
            glyphs = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled font " + resource + " is damaged.", e);
        }
    }

    public static FigureFont of(Weight weight) {
        return weight == Weight.BOLD ? BOLD : REGULAR;
    }

    /** The font file. */
    public InputStream open() {
        return Objects.requireNonNull(FigureFont.class.getResourceAsStream(resource), resource);
    }

    /** The text with every character that the font lacks replaced by a question mark, and controls by spaces. */
    public synchronized String printable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)) {
                kept.append(' ');
            } else if (glyphs.getGlyphId(point) == 0) {
                kept.append(REPLACEMENT);
            } else {
                kept.appendCodePoint(point);
            }
        });
        return kept.toString();
    }

    /**
     * The width of a line of text.
     *
     * @return millimetres
     */
    public synchronized double widthMm(String text, double sizePt) {
        double units = printable(text).codePoints().mapToDouble(this::advance).sum();
        return units / unitsPerEm * sizePt * Figure.MM_PER_PT;
    }

    /** Left end of a line of text in millimetres, wherever its anchor is. */
    public static double startX(Text text) {
        double width = text.anchor() == Anchor.START ? 0 : of(text.weight()).widthMm(text.text(), text.sizePt());
        return text.x() - (text.anchor() == Anchor.END ? width : text.anchor() == Anchor.MIDDLE ? width / 2 : 0);
    }

    /**
     * The outline of a line of text.
     *
     * @param x start of the first glyph
     * @param baseline y of the baseline
     * @param size font size in the same unit as x and y
     */
    public synchronized Path2D outline(String text, double x, double baseline, double size) {
        double scale = size / unitsPerEm;
        Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double pen = x;
        for (int point : printable(text).codePoints().toArray()) {
            GlyphData glyph = glyph(glyphs.getGlyphId(point));
            if (glyph != null) {
                AffineTransform place = new AffineTransform(scale, 0, 0, -scale, pen, baseline);
                line.append(glyph.getPath().getPathIterator(place), false);
            }
            pen += advance(point) * scale;
        }
        return line;
    }

    private double advance(int codePoint) {
        try {
            return font.getAdvanceWidth(glyphs.getGlyphId(codePoint));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled font " + resource + " is damaged.", e);
        }
    }

    private @Nullable GlyphData glyph(int id) {
        try {
            return font.getGlyph().getGlyph(id);
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled font " + resource + " is damaged.", e);
        }
    }
}

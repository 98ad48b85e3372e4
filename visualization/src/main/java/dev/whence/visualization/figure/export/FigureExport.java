package dev.whence.visualization.figure.export;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.visualization.figure.Figure;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Writes figures to files. Equal figures, settings and provenance give equal bytes. Needs no display. */
public final class FigureExport {

    /** About 1.6 GB of pixels; more is a mistake in size or resolution. */
    private static final long MOST_PIXELS = 400_000_000L;

    private static final long FIXED_DOCUMENT_ID = 0x5768656e6365L;

    private FigureExport() {}

    /**
     * Writes the format that the file name ends with; the file appears complete or not at all.
     *
     * @param provenanceJson how the figure was made, embedded to be read back by {@link Provenance#read}
     * @throws BadInputException if the name says no known format or the figure has too many pixels
     * @throws dev.whence.engine.WorkFailedException if the place cannot be written to
     */
    public static void write(Figure figure, Path file, ExportSettings settings, String provenanceJson) {
        byte[] bytes = bytes(figure, FigureFormat.of(file), settings, provenanceJson);
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    /** The content of the file that {@link #write} makes. */
    public static byte[] bytes(Figure figure, FigureFormat format, ExportSettings settings, String provenanceJson) {
        try {
            return switch (format) {
                case PNG -> png(figure, settings, provenanceJson);
                case SVG -> svg(figure, settings, provenanceJson);
                case PDF -> pdf(figure, settings, provenanceJson);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /**
     * The figure as pixels, opaque.
     *
     * @throws BadInputException if it has too many of them
     */
    public static BufferedImage image(Figure figure, ExportSettings settings) {
        long width = Math.max(1, Math.round(figure.widthMm() * settings.pixelsPerMm()));
        long height = Math.max(1, Math.round(figure.heightMm() * settings.pixelsPerMm()));
        if (width * height > MOST_PIXELS) {
            throw new BadInputException("The figure would be " + width + " x " + height
                    + " pixels large; choose a lower resolution or write SVG or PDF.");
        }
        BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            FigurePainter.paint(figure, graphics, settings.pixelsPerMm());
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static byte[] png(Figure figure, ExportSettings settings, String json) throws IOException {
        BufferedImage image = image(figure, settings);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        PngFile.Note note = new PngFile.Note(Provenance.KEYWORD, json);
        return PngFile.encode(pixels, image.getWidth(), image.getHeight(), false, settings.dpi(), note);
    }

    private static byte[] svg(Figure figure, ExportSettings settings, String json) {
        SvgSurface surface = new SvgSurface(settings.pixelsPerMm());
        FigurePainter.paint(figure, surface);
        return surface.document(figure, Provenance.element(json)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pdf(Figure figure, ExportSettings settings, String json) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(FIXED_DOCUMENT_ID);
            document.getDocumentInformation().setProducer("Whence");
            float width = (float) (figure.widthMm() / Figure.MM_PER_PT);
            float height = (float) (figure.heightMm() / Figure.MM_PER_PT);
            PDPage page = new PDPage(new PDRectangle(width, height));
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                FigurePainter.paint(
                        figure, new PdfSurface(document, content, figure.heightMm(), settings.pixelsPerMm()));
            }
            PDMetadata metadata = new PDMetadata(document);
            metadata.importXMPMetadata(Provenance.xmp(json));
            document.getDocumentCatalog().setMetadata(metadata);
            document.save(file);
        }
        return file.toByteArray();
    }
}

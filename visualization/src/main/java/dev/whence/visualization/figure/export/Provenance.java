package dev.whence.visualization.figure.export;

import dev.whence.engine.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/** How a figure was made, as JSON carried inside its file: PNG in an iTXt chunk, SVG as metadata, PDF as XMP. */
public final class Provenance {

    /** Names our element in SVG and XMP. */
    static final String NAMESPACE = "urn:dev.whence:provenance:1";

    static final String ELEMENT = "provenance";

    /** Names our text in PNG. */
    static final String KEYWORD = "whence.provenance";

    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private Provenance() {}

    /**
     * Reads back what {@link FigureExport} embedded.
     *
     * @return the JSON, or nothing if the file carries none
     * @throws BadInputException if the file cannot be read or is damaged
     */
    public static Optional<String> read(Path file) {
        FigureFormat format = FigureFormat.of(file);
        try {
            return switch (format) {
                case PNG -> fromPng(file);
                case SVG -> Optional.ofNullable(Xml.firstText(Files.readAllBytes(file), NAMESPACE, ELEMENT));
                case PDF -> fromPdf(file);
            };
        } catch (IOException e) {
            throw new BadInputException(
                    "The figure '" + file + "' cannot be read as " + format + "; it may be damaged.", e);
        }
    }

    private static Optional<String> fromPng(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.ofNullable(PngFile.note(in, KEYWORD));
        }
    }

    private static Optional<String> fromPdf(Path file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDMetadata metadata = document.getDocumentCatalog().getMetadata();
            return metadata == null
                    ? Optional.empty()
                    : Optional.ofNullable(Xml.firstText(metadata.toByteArray(), NAMESPACE, ELEMENT));
        }
    }

    /** The element that holds the JSON. */
    static String element(String json) {
        return "<w:" + ELEMENT + " xmlns:w=\"" + NAMESPACE + "\">" + Xml.escaped(json) + "</w:" + ELEMENT + ">";
    }

    /** An XMP packet (ISO 16684-1) that holds the JSON. */
    static byte[] xmp(String json) {
        String packet = "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" + RDF + "\">"
                + "<rdf:Description rdf:about=\"\">" + element(json) + "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
                + "<?xpacket end=\"r\"?>";
        return packet.getBytes(StandardCharsets.UTF_8);
    }
}

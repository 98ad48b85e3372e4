package dev.whence.visualization.figure.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DataAttributionFigure;
import dev.whence.visualization.figure.panel.SamplePanels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureExportTest {

    private static final String JSON = "{\"method\":\"dualda\",\"note\":\"a < b & \\\"c\\\" \u2212 \u03a3\"}";
    private static final ExportSettings PRINT = new ExportSettings(300);

    @TempDir
    Path folder;

    private static Figure single() {
        return DataAttributionFigure.of(SamplePanels.fashion(5, 5), FigurePreset.SINGLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"panel.png", "panel.svg", "panel.pdf", "panel.PNG"})
    void provenanceReadsBack(String name) {
        Path file = folder.resolve(name);
        FigureExport.write(single(), file, PRINT, JSON);
        assertEquals(Optional.of(JSON), Provenance.read(file));
    }

    @ParameterizedTest
    @EnumSource(FigureFormat.class)
    void equalFiguresGiveEqualBytes(FigureFormat format) {
        byte[] once = FigureExport.bytes(single(), format, PRINT, JSON);
        byte[] again = FigureExport.bytes(single(), format, PRINT, JSON);
        assertArrayEquals(once, again);
        byte[] other = FigureExport.bytes(single(), format, PRINT, "{}");
        assertFalse(Arrays.equals(once, other));
    }

    @Test
    void pngHasTheSizeOfThePaper() throws IOException {
        Figure figure = single();
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(FigureExport.bytes(figure, FigureFormat.PNG, PRINT, JSON)));
        assertEquals(Math.round(85 / 25.4 * 300), image.getWidth());
        assertEquals(Math.round(figure.heightMm() / 25.4 * 300), image.getHeight());
        assertEquals(0xffffffff, image.getRGB(0, 0));
    }

    @Test
    void svgKeepsTextAsTextAndEmbedsImages() throws Exception {
        byte[] svg = FigureExport.bytes(single(), FigureFormat.SVG, PRINT, JSON);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        assertEquals("85mm", document.getDocumentElement().getAttribute("width"));
        NodeList texts = document.getElementsByTagName("text");
        assertTrue(
                IntStream.range(0, texts.getLength())
                        .anyMatch(i -> texts.item(i).getTextContent().equals("+62.92")),
                "no text node with the strongest score");
        NodeList images = document.getElementsByTagName("image");
        assertEquals(11, images.getLength());
        String data = ((Element) images.item(0)).getAttribute("xlink:href");
        assertTrue(data.startsWith("data:image/png;base64,"));
        byte[] png = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
        assertEquals(0, ImageIO.read(new ByteArrayInputStream(png)).getWidth() % 28);
    }

    @Test
    void pdfIsExactlyOneColumnWideWithEmbeddedFonts() throws IOException {
        byte[] pdf = FigureExport.bytes(single(), FigureFormat.PDF, PRINT, JSON);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertEquals(1, document.getNumberOfPages());
            assertEquals(85.0, document.getPage(0).getMediaBox().getWidth() * 25.4 / 72, 0.001);
            String text = new PDFTextStripper().getText(document);
            assertTrue(text.contains("+62.92"), text);
            assertTrue(text.contains("\u221265.17"), text);
            assertTrue(text.contains("\u03a3") && text.contains("\u03b5"), text);
            for (COSName name : document.getPage(0).getResources().getFontNames()) {
                PDFont font = document.getPage(0).getResources().getFont(name);
                assertTrue(font.isEmbedded(), font.getName());
            }
        }
    }

    @Test
    void unknownEndingIsRefusedInOneSentence() {
        BadInputException refused = assertThrows(
                BadInputException.class, () -> FigureExport.write(single(), folder.resolve("panel.bmp"), PRINT, JSON));
        assertTrue(refused.sentence().contains(".png, .svg or .pdf"));
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void aPosterAtAbsurdResolutionIsRefusedBeforeTheMemoryIsGone() {
        Figure poster = DataAttributionFigure.of(SamplePanels.fashion(5, 5), FigurePreset.POSTER);
        assertThrows(
                BadInputException.class,
                () -> FigureExport.write(poster, folder.resolve("p.png"), new ExportSettings(2400), JSON));
    }

    @Test
    void filesWithoutProvenanceSaySo() throws IOException {
        Path plain = folder.resolve("plain.svg");
        Files.writeString(plain, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        assertEquals(Optional.empty(), Provenance.read(plain));
        Path png = folder.resolve("plain.png");
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        assertEquals(Optional.empty(), Provenance.read(png));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken.png", "broken.svg", "broken.pdf"})
    void damagedFilesAreNamed(String name) throws IOException {
        Path good = folder.resolve("good" + name.substring(name.length() - 4));
        FigureExport.write(single(), good, PRINT, JSON);
        byte[] bytes = Files.readAllBytes(good);
        Path broken = folder.resolve(name);
        int kept = name.endsWith("png") ? 40 : name.endsWith("pdf") ? 3 : bytes.length / 2;
        Files.write(broken, Arrays.copyOf(bytes, kept));
        BadInputException refused = assertThrows(BadInputException.class, () -> Provenance.read(broken));
        assertTrue(refused.sentence().contains(name));
    }

    @Test
    void aDocumentTypeInSvgIsNotFollowed() throws IOException {
        Path secret = folder.resolve("secret.txt");
        Files.writeString(secret, "secret");
        Path evil = folder.resolve("evil.svg");
        Files.writeString(
                evil,
                "<!DOCTYPE svg [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><svg xmlns:w=\"" + Provenance.NAMESPACE
                        + "\"><w:provenance>&x;</w:provenance></svg>",
                StandardCharsets.UTF_8);
        assertThrows(BadInputException.class, () -> Provenance.read(evil));
    }
}

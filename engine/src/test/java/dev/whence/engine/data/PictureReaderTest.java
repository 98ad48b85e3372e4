package dev.whence.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, 3, ABCDEF", "2, 3, CBAFED", "3, 3, FEDCBA", "4, 3, DEFABC",
        "5, 2, ADBECF", "6, 2, DAEBFC", "7, 2, FCEBDA", "8, 2, CFBEAD"
    })
    void allEightOrientations(int orientation, int width, String upright) {
        Picture stored = new Picture(3, 2, 1, "ABCDEF".getBytes(StandardCharsets.US_ASCII));
        Picture turned = ExifOrientation.upright(stored, orientation);
        assertEquals(width, turned.width());
        assertEquals(upright, new String(turned.pixels(), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, 128, 200, 254, 255})
    void greyValuesAreThoseOfTheFile(int value) throws IOException {
        Picture picture = PictureReader.read(TestImages.greyPng(folder.resolve("grey.png"), 2, value));
        assertEquals(1, picture.channels());
        assertArrayEquals(new byte[] {(byte) value, (byte) value, (byte) value, (byte) value}, picture.pixels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessFormatsAgree(String format) throws IOException {
        Picture picture = PictureReader.read(TestImages.colour(folder.resolve("image." + format), 5, 3, format));
        assertEquals(3, picture.channels());
        for (int i = 0; i < 15; i++) {
            int rgb = (i * 7919) & 0xf8f8f8;
            byte[] expected = {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb};
            assertArrayEquals(expected, Arrays.copyOfRange(picture.pixels(), 3 * i, 3 * i + 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
    void cutOffFilesAreRefused(String format) throws IOException {
        Path file = TestImages.colour(folder.resolve("image." + format), 64, 64, format);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        BadInputException failure = assertThrows(BadInputException.class, () -> PictureReader.read(file));
        assertTrue(failure.sentence().contains(file.toString()), failure.sentence());
    }

    @Test
    void hugeClaimIsRefusedBeforeDecoding() throws IOException {
        Path file = TestImages.colour(folder.resolve("huge.png"), 4, 4, "png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 60_000).putInt(20, 60_000);
        Files.write(file, bytes);
        assertThrows(BadInputException.class, () -> PictureReader.read(file));
    }
}

package dev.whence.visualization.colormap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorMapTest {

    private static Tensor golden(String key) {
        try {
            Path file = Path.of(Objects.requireNonNull(ColorMapTest.class.getResource("unit_colormaps.npz"))
                    .toURI());
            return Objects.requireNonNull(NpzFile.readAll(file).get(key), key);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertColours(Tensor golden, int[] colours, int tolerance) {
        assertEquals(golden.size(), 3 * colours.length);
        for (int i = 0; i < colours.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                int actual = (colours[i] >> (16 - 8 * channel)) & 0xff;
                assertEquals(golden.get(3 * i + channel), actual, tolerance, "entry " + i + " channel " + channel);
            }
        }
    }

    private static int[] palette(ColorMap map) {
        return map.colours().stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray",
                "wred",
                "wblue",
                "hot",
                "cold",
                "coldnhot",
                "bwr",
                "france",
                "seismic",
                "coolio",
                "coleus"
            })
    void palettesEqualZennits(String name) {
        assertColours(golden("palette/" + name), palette(ColorMap.of(name)), 0);
    }

    @Test
    void levelsEqualZennits() {
        assertColours(golden("palette/bwr_level0.5"), palette(ColorMap.of("bwr").withLevel(0.5)), 0);
        assertColours(golden("palette/bwr_level2.0"), palette(ColorMap.of("bwr").withLevel(2)), 0);
    }

    @Test
    void mapsOfNumbersEqualZennits() {
        float[] heat = golden("imgify/heat").toFloat32().floats();
        ColorMap bwr = ColorMap.of("bwr");
        assertColours(golden("imgify/rgb_sym1"), bwr.colour(heat, Normalization.symmetric(heat)), 1);
        assertColours(golden("imgify/rgb_sym0"), bwr.colour(heat, Normalization.range(heat)), 1);
        assertColours(golden("imgify/rgb_vmin-1_vmax2"), bwr.colour(heat, new Normalization(-1, 2)), 1);
        ColorMap strong = ColorMap.of("coldnhot").withLevel(2);
        assertColours(golden("imgify/rgb_coldnhot_level2"), strong.colour(heat, Normalization.symmetric(heat)), 1);
        Tensor index = golden("imgify/index_sym1");
        for (int i = 0; i < heat.length; i++) {
            assertEquals(index.get(i), Normalization.symmetric(heat).index(heat[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue-orange", "purple-orange", "blue-red", "bwr", "france"})
    void zeroIsNeutralAndSignsAreDifferentColours(String name) {
        ColorMap map = ColorMap.of(name);
        int[] colours = map.colour(new float[] {-3, 0, 3}, Normalization.symmetric(3));
        for (int shift : new int[] {16, 8, 0}) {
            assertTrue(((colours[1] >> shift) & 0xff) >= 250, name);
        }
        assertTrue(map.diverging());
        assertTrue((colours[0] & 0xff) > ((colours[0] >> 16) & 0xff), "negative is blue");
        assertTrue((colours[2] & 0xff) < ((colours[2] >> 16) & 0xff), "positive is red or orange");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue-orange", "purple-orange", "blue-red"})
    void safeMapsGetEvenlyDarkerTowardsBothEnds(String name) {
        ColorMap map = ColorMap.of(name);
        for (int i = 0; i < 255; i++) {
            double step = lightness(map.colour(i + 1)) - lightness(map.colour(i));
            double outward = i < 128 ? step : -step;
            assertTrue(outward > -0.05 && outward < 1.6, name + " steps by " + step + " at " + i);
        }
        assertEquals(lightness(map.colour(0)), lightness(map.colour(255)), 10, "ends equally dark");
    }

    /** CIE L* of an sRGB colour. */
    private static double lightness(int rgb) {
        double y =
                0.2126 * linear((rgb >> 16) & 0xff) + 0.7152 * linear((rgb >> 8) & 0xff) + 0.0722 * linear(rgb & 0xff);
        return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Test
    void emptyFlatAndBrokenMapsHaveALook() {
        ColorMap map = ColorMap.standard();
        float[] zeros = new float[4];
        for (int colour : map.colour(zeros, Normalization.symmetric(zeros))) {
            assertEquals(0xff000000 | map.colour(127), colour);
        }
        float[] broken = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};
        int[] colours = map.colour(broken, Normalization.symmetric(broken));
        assertEquals(0, colours[0]);
        assertEquals(0xff000000 | map.colour(255), colours[1]);
        assertEquals(0xff000000 | map.colour(0), colours[2]);
        assertEquals(0xff000000 | map.colour(255), colours[3]);
    }

    @Test
    void reversedMapsRunBackwards() {
        assertEquals(ColorMap.of("gray").colour(3), ColorMap.of("gray_r").colour(252));
        assertEquals("gray_r", ColorMap.of("gray_r").name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fff", "rainbow", "00f,80:", "ff:000,0:fff", "00f,,f00", "12345,fff"})
    void textThatIsNoMapIsRefused(String source) {
        assertThrows(BadInputException.class, () -> ColorMap.of(source));
    }
}

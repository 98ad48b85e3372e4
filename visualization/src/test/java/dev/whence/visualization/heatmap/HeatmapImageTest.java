package dev.whence.visualization.heatmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.visualization.colormap.ColorMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatmapImageTest {

    private static final List<String> DIVERGING = ColorMap.names().stream()
            .filter(name -> ColorMap.of(name).diverging())
            .toList();

    private static Heatmap map(float... values) {
        return new Heatmap(values.length, 1, values);
    }

    private static void assertNear(int expected, int actual, String where) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals((expected >> shift) & 0xff, (actual >> shift) & 0xff, 2, where);
        }
    }

    @Test
    void channelsAddUp() {
        Heatmap sum = Heatmap.overChannels(new float[] {1, 2, 3, 4, 10, 20, 30, -40}, 2, 1, 4);
        assertArrayEquals(new float[] {11, 22, 33, -36}, sum.values());
        assertEquals(36, sum.largestMagnitude());
        assertEquals(30, sum.sum());
    }

    @Test
    void zeroIsNeutralAndInvisibleInEveryDivergingMap() {
        assertTrue(DIVERGING.size() >= 8);
        for (String name : DIVERGING) {
            ColorMap colours = ColorMap.of(name);
            Heatmap heat = map(-3, 0, 1, 100);
            assertEquals(0, HeatmapImage.transparent(heat, colours, 100)[1], name);
            int neutral = 0xff000000 | colours.colour(127);
            assertEquals(neutral, HeatmapImage.opaque(heat, colours, 100)[1], name);
        }
    }

    @Test
    void nearlyNothingIsNearlyInvisibleOnBothSidesOfZero() {
        Heatmap heat = map(-0.012f, -0.001f, 0.001f, 0.012f, 1);
        for (String name : DIVERGING) {
            for (ColorMap colours : List.of(ColorMap.of(name), ColorMap.of(name + "_r"))) {
                int[] clear = HeatmapImage.transparent(heat, colours, 1);
                for (int i = 0; i < 4; i++) {
                    assertTrue(clear[i] >>> 24 <= 16, colours.name() + " covers by " + (clear[i] >>> 24) + " at " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0f})
    void aMapOfZerosIsNeutralNotUndefined(float zero) {
        Heatmap nothing = map(zero, zero, zero);
        ColorMap colours = ColorMap.standard();
        int neutral = 0xff000000 | colours.colour(127);
        int[] opaque = HeatmapImage.opaque(nothing, colours, nothing.largestMagnitude());
        assertTrue(Arrays.stream(opaque).allMatch(pixel -> pixel == neutral));
        int[] clear = HeatmapImage.transparent(nothing, colours, nothing.largestMagnitude());
        assertTrue(Arrays.stream(clear).allMatch(pixel -> pixel == 0));
    }

    @Test
    void signsHaveTheirOwnSide() {
        ColorMap colours = ColorMap.of("blue-red");
        int[] positive = HeatmapImage.opaque(map(1, 2, 4), colours, 4);
        int[] negative = HeatmapImage.opaque(map(-1, -2, -4), colours, 4);
        assertEquals(0xff000000 | colours.colour(255), positive[2]);
        assertEquals(0xff000000 | colours.colour(0), negative[2]);
        for (int pixel : positive) {
            assertTrue(((pixel >> 16) & 0xff) > (pixel & 0xff), "positive is not red");
        }
        for (int pixel : negative) {
            assertTrue(((pixel >> 16) & 0xff) < (pixel & 0xff), "negative is not blue");
        }
    }

    @Test
    void undefinedValuesAreChequeredAndNotTakenForZeros() {
        Heatmap heat = map(Float.NaN, Float.NaN, 0, 1);
        assertEquals(1, heat.largestMagnitude());
        int[] alone = HeatmapImage.opaque(heat, ColorMap.standard(), 1);
        assertNotEquals(alone[0], alone[1]);
        int[] picture = {0xff204060, 0xff204060, 0xff204060, 0xff204060};
        int[] over = HeatmapImage.overlay(picture, 4, 1, heat, ColorMap.standard(), 1, 0.5);
        assertEquals(alone[0], over[0]);
        assertEquals(alone[1], over[1]);
        assertNotEquals(over[0], over[2]);
        assertNotEquals(over[1], over[2]);
        assertArrayEquals(picture, HeatmapImage.overlay(picture, 4, 1, heat, ColorMap.standard(), 1, 0));
    }

    @Test
    void overlayGoesFromPictureToHeatmap() {
        int[] picture = {0xff102030, 0xff808080, 0xfff0f0f0, 0xff000000};
        Heatmap heat = map(-2, 0, 1, 2);
        for (String name : DIVERGING) {
            ColorMap colours = ColorMap.of(name);
            assertArrayEquals(picture, HeatmapImage.overlay(picture, 4, 1, heat, colours, 2, 0), name);
            int[] alone = HeatmapImage.overlay(picture, 4, 1, heat, colours, 2, 1);
            int[] opaque = HeatmapImage.opaque(heat, colours, 2);
            for (int i = 0; i < 4; i++) {
                assertNear(opaque[i], alone[i], name + " at " + i);
            }
        }
    }

    @Test
    void overlayTakesTheFinerGrid() {
        Heatmap heat = new Heatmap(2, 2, new float[] {1, 0, 0, -1});
        int[] over = HeatmapImage.overlay(new int[] {0xffffffff}, 1, 1, heat, ColorMap.standard(), 1, 1);
        assertEquals(4, over.length);
        assertEquals(2, HeatmapImage.overlayWidth(1, heat));
        int[] fine = HeatmapImage.overlay(new int[64], 8, 8, heat, ColorMap.standard(), 1, 1);
        assertNear(0xff000000 | ColorMap.standard().colour(255), fine[3 * 8 + 3], "upper left block");
        assertNear(0xff000000 | ColorMap.standard().colour(0), fine[4 * 8 + 4], "lower right block");
    }

    @Test
    void panelScaleGivesTilesDifferentPeakColours() {
        List<List<Double>> maxima = List.of(List.of(1.0, 10.0), List.of(5.0));
        assertEquals(List.of(List.of(10.0, 10.0), List.of(10.0)), ScaleMode.PANEL.scales(maxima));
        assertEquals(List.of(List.of(10.0, 10.0), List.of(5.0)), ScaleMode.ROW.scales(maxima));
        assertEquals(maxima, ScaleMode.TILE.scales(maxima));
        int weak = HeatmapImage.opaque(map(1), ColorMap.standard(), 10)[0];
        int strong = HeatmapImage.opaque(map(10), ColorMap.standard(), 10)[0];
        assertNotEquals(weak, strong);
        assertEquals(HeatmapImage.opaque(map(1), ColorMap.standard(), 1)[0], strong);
    }

    @Test
    void undefinedMaximaDoNotSpoilTheScale() {
        List<List<Double>> maxima = List.of(List.of(Double.NaN, 2.0), List.of());
        assertEquals(List.of(List.of(2.0, 2.0), List.of()), ScaleMode.PANEL.scales(maxima));
        assertEquals(List.of(List.of(0.0, 2.0), List.of()), ScaleMode.TILE.scales(maxima));
    }

    @Test
    void enlargedPixelsHaveHardEdgesUnlessSmooth() {
        int[] image = {0xff000000, 0xffffffff};
        PixelWindow window = new PixelWindow(0, 0, 0.25, 8, 4);
        int[] hard = window.draw(image, 2, 1, false);
        assertTrue(Arrays.stream(hard).allMatch(pixel -> pixel == image[0] || pixel == image[1]));
        assertEquals(16, Arrays.stream(hard).filter(pixel -> pixel == image[0]).count());
        int[] soft = window.draw(image, 2, 1, true);
        assertTrue(Arrays.stream(soft).distinct().count() > 3);
        int[] small =
                new PixelWindow(0, 0, 2, 1, 1).draw(new int[] {image[0], image[1], image[0], image[1]}, 2, 2, true);
        assertEquals(0xff7f7f7f, small[0]);
        assertEquals(0, new PixelWindow(-4, 0, 1, 2, 1).draw(image, 2, 1, false)[0]);
    }
}

package dev.whence.visualization.colormap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The safe maps as people with a colour vision deficiency see them: simulated with the matrices of Machado, Oliveira and
 * Fernandes (2009, severity 1) on linear light, compared by distances in CIE L*a*b* (D65).
 */
class ColourVisionTest {

    private static final int NEUTRAL = 127;
    /** Rounding to 8 bits moves a colour by about this much. */
    private static final double ROUNDING = 0.6;
    /** Differences of 2.3 are just noticeable beside each other; small pixels need several times that. */
    private static final double CLEAR = 10;

    /** Rows of the matrices give red, green and blue of linear light. */
    private enum Vision {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881);

        private final double[] matrix;

        Vision(double... matrix) {
            this.matrix = matrix;
        }

        /** L*, a*, b* of an 8-bit sRGB colour as it is seen. */
        double[] lab(int rgb) {
            double[] light = {linear(rgb >> 16 & 255), linear(rgb >> 8 & 255), linear(rgb & 255)};
            double[] seen = new double[3];
            for (int i = 0; i < 3; i++) {
                double value = matrix[3 * i] * light[0] + matrix[3 * i + 1] * light[1] + matrix[3 * i + 2] * light[2];
                seen[i] = Math.max(0, Math.min(1, value));
            }
            double x = root((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
            double y = root(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
            double z = root((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
            return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
        }

        private static double linear(int channel) {
            double value = channel / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }

        private static double root(double t) {
            return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        }

        double distance(int first, int second) {
            double[] a = lab(first);
            double[] b = lab(second);
            return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
        }
    }

    @ParameterizedTest
    @EnumSource(Vision.class)
    void strongerRelevanceIsFurtherFromNeutral(Vision vision) {
        ColorMap map = ColorMap.standard();
        int neutral = map.colour(NEUTRAL);
        for (int sign : new int[] {-1, 1}) {
            double before = 0;
            for (int step = 1; step <= NEUTRAL; step++) {
                double distance = vision.distance(map.colour(NEUTRAL + sign * step), neutral);
                assertTrue(
                        distance >= before - ROUNDING,
                        vision + ": colour " + (NEUTRAL + sign * step)
                                + " is no further from neutral than the one before");
                before = Math.max(before, distance);
            }
            assertTrue(before > 50, vision + ": the strongest colour is only " + before + " from neutral");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "blue-orange, NORMAL",
        "blue-orange, PROTANOPIA",
        "blue-orange, DEUTERANOPIA",
        "purple-orange, PROTANOPIA",
        "purple-orange, DEUTERANOPIA",
        "blue-red, PROTANOPIA",
        "blue-red, DEUTERANOPIA"
    })
    void signsOfEqualStrengthAreDifferentColours(String name, Vision vision) {
        ColorMap map = ColorMap.of(name);
        for (int step = NEUTRAL / 4; step <= NEUTRAL; step++) {
            double distance = vision.distance(map.colour(NEUTRAL + step), map.colour(NEUTRAL - step));
            assertTrue(
                    distance >= CLEAR,
                    name + " for " + vision + ": signs of strength " + step + " differ by " + distance);
        }
    }

    @Test
    void theSimulationTakesRedAndGreenAway() {
        int red = 0xd02020;
        int green = 0x207a20;
        assertTrue(Vision.DEUTERANOPIA.distance(red, green) < 0.5 * Vision.NORMAL.distance(red, green));
        assertTrue(Vision.DEUTERANOPIA.distance(0xffffff, 0x000000) > 99);
    }
}

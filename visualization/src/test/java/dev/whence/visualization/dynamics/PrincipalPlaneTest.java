package dev.whence.visualization.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

    @Test
    void vectorsOfOneDirectionLieTogetherAndOthersApart() {
        float[][] rows = {{1, 0, 0}, {5, 0, 0}, {0, 2, 0}, {0, 7, 0}, {0, 0, 3}};
        double[][] places = PrincipalPlane.of(rows);
        assertEquals(0, distance(places[0], places[1]), 1e-9);
        assertEquals(0, distance(places[2], places[3]), 1e-9);
        assertEquals(Math.sqrt(2), distance(places[0], places[2]), 1e-6);
        assertTrue(distance(places[0], places[4]) > 0.5);
    }

    @Test
    void vectorsThatAreAllEqualLieInTheMiddle() {
        for (double[] place : PrincipalPlane.of(new float[][] {{1, 2}, {1, 2}, {2, 4}})) {
            assertEquals(0, Math.hypot(place[0], place[1]), 1e-5);
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
}

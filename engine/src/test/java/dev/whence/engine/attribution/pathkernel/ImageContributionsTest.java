package dev.whence.engine.attribution.pathkernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ImageContributionsTest {

    private final ImageContributions contributions = new ImageContributions(
            new int[][] {{2, 0}, {1, 2}, {0, 0}}, 4, new float[][] {{1, -2}, {3, 4}, {0.5f, 0.25f}});

    @Test
    void contributionsAddUpToAStep() {
        assertArrayEquals(new float[] {0, 0, 0, 0}, contributions.until(0));
        assertArrayEquals(new float[] {-2, 0, 1, 0}, contributions.until(1));
        assertArrayEquals(new float[] {-2, 3, 5, 0}, contributions.until(2));
        assertArrayEquals(new float[] {-1.25f, 3, 5, 0}, contributions.total());
    }

    @Test
    void theRankingFollowsTheStep() {
        assertEquals(2, contributions.rankingUntil(1).proponents().get(0).train());
        assertEquals(0, contributions.rankingUntil(1).opponents().get(0).train());
        assertEquals(2, contributions.rankingUntil(3).proponents().size());
    }

    @Test
    void oneImageThroughTheTraining() {
        assertArrayEquals(new float[] {-2, 0, 0.75f}, contributions.of(0));
        assertArrayEquals(new float[] {0, 0, 0}, contributions.of(3));
    }

    @Test
    void classesAreSummedStepByStep() {
        double[][] sums = contributions.byClass(new int[] {0, 1, 1, -1}, 2);
        assertArrayEquals(new double[] {-2, 0, 0.75}, sums[0]);
        assertArrayEquals(new double[] {1, 7, 0}, sums[1]);
    }
}

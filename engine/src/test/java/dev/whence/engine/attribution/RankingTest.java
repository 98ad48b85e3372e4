package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    void splitsBySignAndKeepsDatasetOrderAmongTies() {
        Ranking ranking = Ranking.of(new float[] {0.5f, -1, 0, 2, 0.5f, -0.0f, -3, -1, Float.NaN});
        assertEquals(
                List.of(new Ranking.Entry(3, 2), new Ranking.Entry(0, 0.5f), new Ranking.Entry(4, 0.5f)),
                ranking.proponents());
        assertEquals(
                List.of(new Ranking.Entry(6, -3), new Ranking.Entry(1, -1), new Ranking.Entry(7, -1)),
                ranking.opponents());
        assertEquals(9, ranking.trainSize());
    }

    @Test
    void ordersFiftyThousandScoresOfAllSizes() {
        Random random = new Random(5);
        float[] scores = new float[50_000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
        }
        Ranking ranking = Ranking.of(scores);
        assertEquals(50_000, ranking.proponents().size() + ranking.opponents().size());
        assertFalling(ranking.proponents(), scores, 1);
        assertFalling(ranking.opponents(), scores, -1);
        assertEquals(ranking, Ranking.of(scores.clone()));
    }

    private static void assertFalling(List<Ranking.Entry> entries, float[] scores, int sign) {
        float before = Float.POSITIVE_INFINITY;
        for (Ranking.Entry entry : entries) {
            float magnitude = sign * entry.score();
            assertTrue(magnitude > 0 && magnitude <= before);
            assertEquals(scores[entry.train()], entry.score());
            before = magnitude;
        }
    }
}

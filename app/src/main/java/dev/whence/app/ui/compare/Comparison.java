package dev.whence.app.ui.compare;

import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.visualization.comparison.RankedRow;
import java.util.List;

/**
 * One method's answer as the comparison shows it.
 *
 * @param opponents whether the most negative scores are shown instead of the most positive ones
 */
record Comparison(MethodRun<?> run, Explanation explanation, boolean opponents) {

    /** The strongest images of the side on display. */
    RankedRow row(int length) {
        List<Ranking.Entry> side = side();
        return new RankedRow(
                run.title(),
                side.stream()
                        .limit(length)
                        .map(entry -> new RankedRow.Entry(entry.train(), entry.score()))
                        .toList(),
                side.size());
    }

    /** The rank of every training image on that side, 1 for the first, 0 for those on the other side. */
    int[] ranks() {
        int[] ranks = new int[explanation.scores().length];
        List<Ranking.Entry> side = side();
        for (int i = 0; i < side.size(); i++) {
            ranks[side.get(i).train()] = i + 1;
        }
        return ranks;
    }

    private List<Ranking.Entry> side() {
        return opponents
                ? explanation.ranking().opponents()
                : explanation.ranking().proponents();
    }
}

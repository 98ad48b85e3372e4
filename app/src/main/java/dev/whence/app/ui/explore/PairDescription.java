package dev.whence.app.ui.explore;

import dev.whence.app.ui.heat.PairWords;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;

/** Puts the part of one training image in a decision into words. */
final class PairDescription {

    private PairDescription() {}

    static PairWords of(Workspace workspace, Explanation explanation, Ranking.Entry entry) {
        int label = workspace.images(Split.TRAIN).label(entry.train());
        String className = label < 0 ? "No label" : workspace.classNames().get(label);
        String side = entry.score() > 0 ? "for " : "against ";
        String what =
                TargetWords.plain(explanation.positiveClass(), explanation.negativeClass(), workspace.classNames());
        return new PairWords(
                className + " · " + SignedNumbers.score(entry.score()),
                Shares.percent(Shares.of(entry, explanation.ranking())) + " of all that speaks " + side + what + ".",
                "Training image " + workspace.images(Split.TRAIN).name(entry.train()),
                explanation.isGroup()
                        ? SignedNumbers.count(explanation.tests().size()) + " test images"
                        : "Test image " + workspace.images(Split.TEST).name(explanation.testIndex()));
    }
}

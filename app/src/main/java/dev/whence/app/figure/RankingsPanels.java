package dev.whence.app.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.figure.ExplanationPanel.Pictures;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.evaluation.AgreementMatrix;
import dev.whence.engine.evaluation.AgreementTally;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.AgreementOfRuns;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.comparison.RankedRow;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.RankingsPanel;
import dev.whence.visualization.figure.panel.RankingsPanel.Matrix;
import dev.whence.visualization.figure.panel.RankingsPanel.Row;
import dev.whence.visualization.figure.panel.RankingsPanel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a figure shows of several runs on the same decisions. The window's export and the command line use the same, so
 * that they write the same bytes.
 *
 * @param opponents whether the most negative scores are compared instead of the most positive ones
 * @param k most images in a row
 * @param matrix whether the agreement of all runs is added
 */
public record RankingsPanels(Workspace opened, List<MethodRun<?>> runs, boolean opponents, int k, boolean matrix) {

    /** How many of the strongest images are counted as common. */
    public static final int STRONGEST = 10;

    private static final int TESTS_DRAWN = 12;

    public RankingsPanels {
        runs = List.copyOf(runs);
    }

    /** The panel, with how it was made. */
    public RelevancePanels.Content<RankingsPanel> of(int[] tests, Target target, Progress progress) {
        List<Explanation> explanations = new ArrayList<>();
        for (MethodRun<?> run : runs) {
            progress.checkCancelled();
            explanations.add(run.explain(opened, tests, target, part -> {}, progress));
        }
        Explanation first = explanations.get(0);
        List<Row> rows = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            rows.add(row(runs.get(i).title(), explanations.get(i)));
            if (i > 0) {
                steps.add(step(explanations.get(i - 1), explanations.get(i)));
            }
        }
        RankingsPanel panel = new RankingsPanel(
                tests(tests, progress),
                tests.length,
                explained(first),
                opponents,
                rows,
                steps,
                matrix ? matrix(explanations, tests, target, progress) : null,
                first.ranking().trainSize(),
                PictureTone.AS_STORED,
                caption());
        return new RelevancePanels.Content<>(panel, provenance(first));
    }

    private List<TestImage> tests(int[] tests, Progress progress) {
        List<TestImage> drawn = new ArrayList<>();
        for (int i = 0; i < Math.min(TESTS_DRAWN, tests.length); i++) {
            drawn.add(ExplanationPanel.test(opened, pictures(), tests[i], progress));
        }
        return drawn;
    }

    private Pictures pictures() {
        return (split, index) -> opened.images(split).picture(index);
    }

    private String explained(Explanation explanation) {
        if (explanation.positiveClass() >= 0) {
            return ExplanationPanel.explained(opened, explanation.positiveClass(), explanation.negativeClass());
        }
        return explanation.target() instanceof Target.Label ? "the true classes" : "the predicted classes";
    }

    private List<Ranking.Entry> side(Explanation explanation) {
        return opponents
                ? explanation.ranking().opponents()
                : explanation.ranking().proponents();
    }

    private Row row(String title, Explanation explanation) {
        List<Ranking.Entry> side = side(explanation);
        List<Ranking.Entry> shown = side.stream().limit(k).toList();
        int[] ranks = new int[explanation.scores().length];
        for (int i = 0; i < side.size(); i++) {
            ranks[side.get(i).train()] = i + 1;
        }
        RankedRow row = new RankedRow(
                title,
                shown.stream()
                        .map(entry -> new RankedRow.Entry(entry.train(), entry.score()))
                        .toList(),
                side.size());
        return new Row(
                row,
                shown.stream()
                        .map(entry -> ExplanationPanel.training(opened, pictures(), entry.train(), entry.score()))
                        .toList(),
                ranks);
    }

    private Step step(Explanation above, Explanation below) {
        Agreement agreement = Agreement.of(above.scores(), below.scores(), STRONGEST);
        return new Step(
                agreement.spearman(),
                opponents ? agreement.commonOpponents() : agreement.commonProponents(),
                opponents ? agreement.opponents() : agreement.proponents());
    }

    private Matrix matrix(List<Explanation> explanations, int[] tests, Target target, Progress progress) {
        if (tests.length == 1) {
            // The scores are there; many methods would go through the training images again for them.
            AgreementTally tally = new AgreementTally(runs.size(), STRONGEST);
            tally.add(explanations.stream().map(Explanation::scores).toList());
            return new Matrix(tally.matrix().spearman(), "for this test image");
        }
        AgreementMatrix agreement =
                new AgreementOfRuns(opened, runs, target, STRONGEST).over(tests, (test, pairs) -> {}, progress);
        return new Matrix(agreement.spearman(), String.format(Locale.ROOT, "mean over %,d test images", tests.length));
    }

    private String caption() {
        StringBuilder words = new StringBuilder("Runs:");
        for (int i = 0; i < runs.size(); i++) {
            words.append(i == 0 ? " " : "; ").append(i + 1).append(" ").append(described(runs.get(i)));
        }
        return words + ". " + ExplanationPanel.model(opened.classifier());
    }

    private static <S extends Record> String described(MethodRun<S> run) {
        return ExplanationPanel.described(run.method(), run.settings());
    }

    private String provenance(Explanation first) {
        ObjectNode all = JsonText.parse(first.provenance());
        ArrayNode compared = all.putArray("compared");
        for (MethodRun<?> run : runs) {
            ObjectNode node = compared.addObject()
                    .put("id", run.method().id())
                    .put("version", run.method().version());
            run.texts().forEach(node.putObject("settings")::put);
        }
        all.put("side", opponents ? "opponents" : "proponents");
        all.put("images_in_a_row", k);
        all.put("agreement_matrix", matrix);
        return JsonText.of(all);
    }
}

package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.HeatStyleOptions;
import dev.whence.app.cli.option.PairOptions;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.PairFigure;
import dev.whence.visualization.figure.panel.PairPanel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "pair", description = "One training image beside the test image, and the features that connect them.")
final class FigurePairCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    PairOptions pair = new PairOptions();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    HeatStyleOptions look = new HeatStyleOptions();

    @Option(
            names = "--train-index",
            paramLabel = "N",
            description = "Position of the training image, counted within --subset-train. Default: the one with the"
                    + " strongest score, of either sign.")
    @Nullable
    Integer trainIndex;

    FigurePairCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        HeatStyle style = look.style();
        AttributionMethod<?> chosen = pair.chosen();
        FigurePreset preset = pair.preset();
        return draw(pair.spec(), chosen, preset, style);
    }

    private <S extends Record> Integer draw(
            WorkspaceSpec spec, AttributionMethod<S> chosen, FigurePreset preset, HeatStyle style) {
        S settings = SettingsSchema.of(chosen.settingsType()).parse(pair.method.settings);
        LrpSettings lrp = SettingsSchema.of(LrpSettings.class).parse(pair.relevance.settings());
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            figure.checkIndex(opened);
            opened.heatmaps().requirePairs(chosen, settings);
            Explanation explanation = opened.explain(chosen, settings, figure.index, pair.method.target(), progress);
            int train = trainIndex == null ? strongest(explanation) : checked(trainIndex, explanation);
            RelevancePanels.Content<PairPanel> content =
                    new RelevancePanels(opened, style).pair(chosen, settings, lrp, explanation, train, progress);
            progress.checkCancelled();
            figure.write(PairFigure.of(content.panel(), preset, figure.letters(preset)), preset, content.provenance());
            progress.clear();
            ObjectNode facts = FigureOptions.facts(explanation);
            facts.put("train_index", train);
            facts.put("score", explanation.scores()[train]);
            figure.report(console, facts);
        }
        return CommandRunner.DONE;
    }

    private static int strongest(Explanation explanation) {
        float[] scores = explanation.scores();
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (Math.abs(scores[i]) > Math.abs(scores[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int checked(int index, Explanation explanation) {
        int last = explanation.scores().length - 1;
        if (index < 0 || index > last) {
            throw new BadInputException(
                    "There is no training image " + index + "; --train-index goes from 0 to " + last + ".");
        }
        return index;
    }
}

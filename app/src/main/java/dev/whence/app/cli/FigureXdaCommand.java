package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.CountOption;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.HeatStyleOptions;
import dev.whence.app.cli.option.PairOptions;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.XdaFigure;
import dev.whence.visualization.figure.panel.XdaPanel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "xda",
        description = "Data attribution with the heatmap of the decision and both heatmaps of every pair.")
final class FigureXdaCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    PairOptions pair = new PairOptions();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    HeatStyleOptions look = new HeatStyleOptions();

    @Mixin
    CountOption count = new CountOption();

    FigureXdaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        count.check();
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
            RelevancePanels.Content<XdaPanel> content =
                    new RelevancePanels(opened, style).xda(chosen, settings, lrp, explanation, count.k, progress);
            progress.checkCancelled();
            figure.write(XdaFigure.of(content.panel(), preset, figure.letters(preset)), preset, content.provenance());
            progress.clear();
            figure.report(console, FigureOptions.facts(explanation));
        }
        return CommandRunner.DONE;
    }
}

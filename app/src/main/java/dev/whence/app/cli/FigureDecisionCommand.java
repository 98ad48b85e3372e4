package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DecisionOptions;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.HeatStyleOptions;
import dev.whence.app.cli.option.HeatmapOptions;
import dev.whence.app.cli.report.HeatmapReport;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.DecisionFigure;
import dev.whence.visualization.figure.panel.DecisionPanel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "decision", description = "One image with the heatmap of its decision and the most probable classes.")
final class FigureDecisionCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    DecisionOptions decision = new DecisionOptions();

    @Mixin
    HeatmapOptions heatmap = new HeatmapOptions();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    HeatStyleOptions look = new HeatStyleOptions();

    FigureDecisionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        HeatStyle style = look.style();
        FigurePreset preset = decision.preset();
        return draw(decision.spec(), heatmap.chosen(), preset, style);
    }

    private <S extends Record> Integer draw(
            WorkspaceSpec spec, HeatmapMethod<S> chosen, FigurePreset preset, HeatStyle style) {
        S settings = SettingsSchema.of(chosen.settingsType()).parse(heatmap.settings());
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            figure.checkIndex(opened);
            HeatmapAnswer answer = opened.heatmaps()
                    .decisions(chosen, settings, Split.TEST, new int[] {figure.index}, heatmap.target(), progress);
            RelevancePanels.Content<DecisionPanel> content =
                    new RelevancePanels(opened, style).decision(chosen, settings, figure.index, answer, progress);
            progress.checkCancelled();
            figure.write(
                    DecisionFigure.of(content.panel(), preset, figure.letters(preset)), preset, content.provenance());
            progress.clear();
            ObjectNode facts = JsonText.object();
            facts.put("target", answer.targets().positive()[0]);
            facts.put("explained", answer.maps().explained()[0]);
            HeatmapReport.put(facts, "", answer.conservation().get(0));
            figure.report(console, facts);
        }
        return CommandRunner.DONE;
    }
}

package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DecisionOptions;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.HeatStyleOptions;
import dev.whence.app.cli.option.HeatmapChoice;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.ComparisonFigure;
import dev.whence.visualization.figure.panel.ComparisonPanel;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "targets", description = "One image explained for several classes, side by side.")
final class FigureTargetsCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    DecisionOptions decision = new DecisionOptions();

    @Mixin
    HeatmapChoice heatmap = new HeatmapChoice();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    HeatStyleOptions look = new HeatStyleOptions();

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "TARGET",
            description =
                    "What is explained, separated by commas: predicted, label, a class number, or A-B. Default: the"
                            + " three most probable classes.")
    @Nullable
    List<String> targets;

    FigureTargetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        HeatStyle style = look.style();
        List<Target> named = targets == null
                ? List.of()
                : targets.stream().map(Target::parse).toList();
        FigurePreset preset = decision.preset();
        return draw(decision.spec(), heatmap.chosen(), named, preset, style);
    }

    private <S extends Record> Integer draw(
            WorkspaceSpec spec, HeatmapMethod<S> chosen, List<Target> named, FigurePreset preset, HeatStyle style) {
        S settings = SettingsSchema.of(chosen.settingsType()).parse(heatmap.settings());
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            figure.checkIndex(opened);
            List<Target> compared = named.isEmpty()
                    ? RelevancePanels.likeliest(opened, figure.index, RelevancePanels.COMPARED, progress)
                    : named;
            RelevancePanels.Content<ComparisonPanel> content =
                    new RelevancePanels(opened, style).comparison(chosen, settings, figure.index, compared, progress);
            progress.checkCancelled();
            figure.write(
                    ComparisonFigure.of(content.panel(), preset, figure.letters(preset)), preset, content.provenance());
            progress.clear();
            ObjectNode facts = JsonText.object();
            ArrayNode list = facts.putArray("targets");
            compared.forEach(target -> list.add(target.format()));
            figure.report(console, facts);
        }
        return CommandRunner.DONE;
    }
}

package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.AttributionOptions;
import dev.whence.app.cli.option.CountOption;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.GroupOption;
import dev.whence.app.cli.option.RunsOption;
import dev.whence.app.figure.RankingSide;
import dev.whence.app.figure.RankingsPanels;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.RankingsFigure;
import dev.whence.visualization.figure.panel.RankingsPanel;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description =
                "Several methods' rankings for the same decision below each other, rank changes drawn between them.")
final class FigureCompareCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    AttributionOptions images = new AttributionOptions();

    @Mixin
    RunsOption methods = new RunsOption();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    CountOption count = new CountOption();

    @Option(
            names = "--side",
            paramLabel = "proponents|opponents",
            defaultValue = "proponents",
            description = "Which side of the rankings is drawn. Default: ${DEFAULT-VALUE}.")
    RankingSide side = RankingSide.PROPONENTS;

    @Mixin
    GroupOption group = new GroupOption();

    @Option(names = "--matrix", description = "Add the rank correlation of every pair of methods.")
    boolean matrix;

    FigureCompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        count.check();
        List<MethodRun<?>> runs = methods.runs();
        FigurePreset preset = images.preset();
        WorkspaceSpec spec = images.spec();
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            figure.checkIndex(opened);
            int[] tests = group.asked() ? group.of(opened.images(Split.TEST).size()) : new int[] {figure.index};
            RelevancePanels.Content<RankingsPanel> content = new RankingsPanels(
                            opened, runs, side == RankingSide.OPPONENTS, count.k, matrix)
                    .of(tests, methods.target(), progress);
            progress.checkCancelled();
            figure.write(
                    RankingsFigure.of(content.panel(), preset, figure.letters(preset)), preset, content.provenance());
            progress.clear();
            figure.report(console, facts(content.panel()));
        }
        return CommandRunner.DONE;
    }

    private static ObjectNode facts(RankingsPanel panel) {
        ObjectNode facts = JsonText.object();
        facts.put("test_images", panel.testCount());
        facts.put("train", panel.trainSize());
        ArrayNode rows = facts.putArray("rows");
        panel.rows()
                .forEach(row -> rows.addObject()
                        .put("title", row.row().title())
                        .put("ranked", row.row().ranked()));
        ArrayNode steps = facts.putArray("steps");
        panel.steps().forEach(step -> {
            ObjectNode node = steps.addObject();
            JsonText.put(node, "spearman", step.spearman());
            node.put("in_common", step.common()).put("of", step.possible());
        });
        return facts;
    }
}

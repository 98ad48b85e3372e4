package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DynamicsOptions;
import dev.whence.app.cli.option.DynamicsPlotOptions;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.HeatStyleOptions;
import dev.whence.app.figure.ComponentFigures;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsFigures;
import dev.whence.app.figure.DynamicsPanels;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DynamicsFigure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dynamics",
        description = "How a decision was learnt: its number over the steps, contributions by class and by parameter.")
final class FigureDynamicsCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    DynamicsOptions options = new DynamicsOptions();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    HeatStyleOptions look = new HeatStyleOptions();

    @Option(
            names = "--preset",
            paramLabel = "single|double|slide|poster",
            defaultValue = "double",
            description = "The size of the figure. Default: ${DEFAULT-VALUE}.")
    String preset = "double";

    @Option(
            names = "--target",
            paramLabel = "predicted|label|N|A-B",
            defaultValue = "predicted",
            description = "The number explained. Default: ${DEFAULT-VALUE}.")
    String target = "predicted";

    @Mixin
    DynamicsPlotOptions single = new DynamicsPlotOptions();

    FigureDynamicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        FigurePreset size = FigurePreset.parse(preset);
        @Nullable Target explained = DynamicsOptions.target(target);
        if (explained == null) {
            throw new BadInputException("A figure shows one number; choose a class with --target.");
        }
        try (ConsoleProgress progress = new ConsoleProgress(console);
                HistoryFolder history = options.open();
                Workspace opened = Opening.of(console, options.spec(history), progress)) {
            figure.checkIndex(opened);
            if (single.plot != null) {
                plot(opened, history, explained, size, progress);
                return CommandRunner.DONE;
            }
            DynamicsRequest request =
                    new DynamicsRequest(new int[] {figure.index}, explained, options.options(), options.checkpoints);
            try (Dynamics dynamics = opened.dynamics().explain(history, request, progress)) {
                DynamicsPanels panels = new DynamicsPanels(opened, look.style());
                progress.checkCancelled();
                figure.write(
                        DynamicsFigure.of(
                                panels.panel(dynamics, figure.index, 0, progress), size, figure.letters(size)),
                        size,
                        panels.provenance(history, dynamics, figure.index, target));
                progress.clear();
                ObjectNode facts = JsonText.object();
                facts.put("target", dynamics.info().outputs().positive()[0]);
                facts.put("steps", dynamics.info().steps());
                facts.put("predicted", dynamics.predicted(0));
                facts.put("actual", dynamics.actual(0));
                figure.report(console, facts);
            }
        }
        return CommandRunner.DONE;
    }

    private void plot(
            Workspace opened, HistoryFolder history, Target explained, FigurePreset size, ConsoleProgress progress) {
        int number = DynamicsPlotOptions.number(opened, explained, figure.index, progress);
        DynamicsChoice choice = single.choice(figure.index, number);
        DynamicsFigures.Drawn drawn = DynamicsFigures.draw(
                opened, history, options.options(), options.checkpoints, choice, size, figure.letters(size), progress);
        progress.checkCancelled();
        figure.write(drawn.figure(), size, drawn.provenance());
        if (single.csv != null) {
            AtomicFiles.writeText(single.csv, table(opened, history, choice, progress));
        }
        progress.clear();
        ObjectNode facts = JsonText.object();
        facts.put("plot", choice.plot().id());
        facts.put("steps", history.steps());
        figure.report(console, facts);
    }

    private String table(Workspace opened, HistoryFolder history, DynamicsChoice choice, ConsoleProgress progress) {
        String table =
                new ComponentFigures(opened, history, options.options(), options.checkpoints).table(choice, progress);
        if (table.isEmpty()) {
            throw new BadInputException("The plot " + choice.plot().id()
                    + " has no table; leave --csv away, or use whence dynamics --out for all numbers.");
        }
        return table;
    }
}

package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.AttributionOptions;
import dev.whence.app.cli.option.CountOption;
import dev.whence.app.cli.option.FigureOptions;
import dev.whence.app.cli.option.MethodOptions;
import dev.whence.app.figure.ExplanationPanel;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.panel.DataAttributionFigure;
import dev.whence.visualization.figure.panel.DataAttributionPanel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "da", description = "Data attribution: one test image between its strongest opponents and proponents.")
final class FigureDaCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    AttributionOptions images = new AttributionOptions();

    @Mixin
    MethodOptions method = new MethodOptions();

    @Mixin
    FigureOptions figure = new FigureOptions();

    @Mixin
    CountOption count = new CountOption();

    FigureDaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        figure.check();
        count.check();
        FigurePreset preset = images.preset();
        WorkspaceSpec spec = images.spec();
        return draw(spec, MethodRegistry.byId(method.method), preset);
    }

    private <S extends Record> Integer draw(WorkspaceSpec spec, AttributionMethod<S> chosen, FigurePreset preset) {
        S settings = SettingsSchema.of(chosen.settingsType()).parse(method.settings);
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            figure.checkIndex(opened);
            Explanation explanation = opened.explain(chosen, settings, figure.index, method.target(), progress);
            DataAttributionPanel panel =
                    new ExplanationPanel(opened, chosen, settings).of(explanation, count.k, progress);
            progress.checkCancelled();
            figure.write(
                    DataAttributionFigure.of(panel, preset, figure.letters(preset)), preset, explanation.provenance());
            progress.clear();
            figure.report(console, FigureOptions.facts(explanation));
        }
        return CommandRunner.DONE;
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.app.cli.text.CommandLineText;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsFigures;
import dev.whence.app.ui.figure.FigureChoice;
import dev.whence.app.ui.figure.FigureSource;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import java.util.List;

/** One plot of the view as a figure. What it shows was computed before, so that it is read from the cache. */
record PlotSource(Workspace workspace, HistoryFolder history, DynamicsChoice plot)
        implements FigureSource<DynamicsChoice> {

    @Override
    public List<DynamicsChoice> kinds() {
        return List.of(plot);
    }

    @Override
    public DynamicsChoice first() {
        return plot;
    }

    @Override
    public Drawn draw(FigureChoice<DynamicsChoice> choice, Progress progress) {
        DynamicsFigures.Drawn drawn = DynamicsFigures.draw(
                workspace,
                history,
                PathKernelOptions.standard(),
                0,
                choice.kind(),
                choice.preset(),
                choice.fontPt(),
                progress);
        return new Drawn(drawn.figure(), drawn.provenance());
    }

    @Override
    public String command(FigureChoice<DynamicsChoice> choice, String file) {
        return CommandLineText.line(CommandLineText.dynamicsFigure(
                workspace.spec(),
                history.folder(),
                choice.kind(),
                choice.preset(),
                choice.fontPt(),
                choice.dpi(),
                file));
    }

    @Override
    public String fileName(DynamicsChoice kind) {
        return "whence-" + kind.plot().id();
    }
}

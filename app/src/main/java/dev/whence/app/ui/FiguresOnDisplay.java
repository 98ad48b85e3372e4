package dev.whence.app.ui;

import dev.whence.app.ui.compare.CompareModel;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.app.ui.figure.ComparisonSubject;
import dev.whence.app.ui.figure.FigureSubject;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import java.util.Objects;

/** What can be exported of what the window shows. */
final class FiguresOnDisplay {

    private FiguresOnDisplay() {}

    /**
     * The explanation of the Explore view.
     *
     * @throws BadInputException if there is nothing to draw, with what to do
     */
    static FigureSubject explanation(WorkbenchModel model) {
        Workspace workspace = model.workspaceProperty().get();
        ExploreModel shown = model.explore();
        MethodRun<?> run = shown.method().appliedProperty().get();
        if (workspace == null || run == null || !(shown.outcomeProperty().get() instanceof Outcome.Explained done)) {
            throw nothing();
        }
        if (done.isPartial()) {
            throw new BadInputException("The ranking is not complete yet; export it when the run has ended.");
        }
        if (done.explanation().isGroup()) {
            throw new BadInputException("A figure shows one decision; go back to one image to export it.");
        }
        Ranking ranking = done.explanation().ranking();
        Ranking.Entry chosen = shown.chosenProperty().get();
        int first =
                ranking.proponents().isEmpty() ? 0 : ranking.proponents().get(0).train();
        return new FigureSubject(
                workspace,
                done.explanation(),
                run,
                shown.heat().runProperty().get(),
                chosen == null ? first : chosen.train(),
                shown.rowLengthProperty().get(),
                shown.heat().display().style());
    }

    /**
     * The rankings of the Compare view.
     *
     * @throws BadInputException if there are no two of them, with what to do
     */
    static ComparisonSubject comparison(WorkbenchModel model) {
        Workspace workspace = model.workspaceProperty().get();
        CompareModel shown = model.compare();
        if (workspace == null) {
            throw nothing();
        }
        List<MethodRun<?>> answered =
                shown.shown().stream().filter(shown.answers()::containsKey).toList();
        if (answered.size() < 2) {
            throw new BadInputException(
                    "There are no two rankings to compare yet; run another method in Explore, or wait for its answer.");
        }
        Explanation first = Objects.requireNonNull(shown.answers().get(answered.get(0)));
        return new ComparisonSubject(
                workspace,
                answered,
                first.tests(),
                model.explore().targetProperty().get(),
                shown.opponentsProperty().get(),
                shown.columnsProperty().get());
    }

    private static BadInputException nothing() {
        return new BadInputException("There is nothing to export yet; explain a decision first.");
    }
}

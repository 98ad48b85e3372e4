package dev.whence.app.ui.figure;

import dev.whence.app.cli.text.CommandLineText;
import dev.whence.app.cli.text.ComparisonRequest;
import dev.whence.app.cli.text.FigureRequest;
import dev.whence.app.figure.RankingsPanels;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.RankingsFigure;
import dev.whence.visualization.figure.panel.RankingsPanel;
import java.util.List;

/**
 * The rankings of several runs below each other.
 *
 * @param tests positions of the explained test images, one or more
 * @param k most images in a row
 */
public record ComparisonSubject(
        Workspace workspace, List<MethodRun<?>> runs, List<Integer> tests, Target target, boolean opponents, int k)
        implements FigureSource<ComparisonKind> {

    public ComparisonSubject {
        runs = List.copyOf(runs);
        tests = List.copyOf(tests);
    }

    @Override
    public List<ComparisonKind> kinds() {
        return List.of(ComparisonKind.values());
    }

    @Override
    public ComparisonKind first() {
        return ComparisonKind.RANKINGS;
    }

    @Override
    public String fileName(ComparisonKind kind) {
        return "whence-compare";
    }

    @Override
    public Drawn draw(FigureChoice<ComparisonKind> choice, Progress progress) {
        RelevancePanels.Content<RankingsPanel> content = new RankingsPanels(
                        workspace, runs, opponents, k, choice.kind() == ComparisonKind.WITH_MATRIX)
                .of(tests.stream().mapToInt(Integer::intValue).toArray(), target, progress);
        return new Drawn(RankingsFigure.of(content.panel(), choice.preset(), choice.fontPt()), content.provenance());
    }

    @Override
    public String command(FigureChoice<ComparisonKind> choice, String file) {
        FigureRequest figure = new FigureRequest(
                tests.get(0),
                k,
                -1,
                choice.preset(),
                choice.fontPt(),
                choice.dpi(),
                HeatStyle.standard(PictureTone.AS_STORED),
                file);
        ComparisonRequest request = new ComparisonRequest(
                runs.stream()
                        .map(run -> CommandLineText.request(workspace.spec(), run, target))
                        .toList(),
                tests.size() > 1 ? tests : List.of(),
                opponents,
                choice.kind() == ComparisonKind.WITH_MATRIX);
        return CommandLineText.line(CommandLineText.compareFigure(request, figure));
    }
}

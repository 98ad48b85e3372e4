package dev.whence.app.ui.figure;

import dev.whence.app.cli.text.CommandLineText;
import dev.whence.app.cli.text.FigureRequest;
import dev.whence.app.cli.text.HeatmapRequest;
import dev.whence.app.cli.text.XdaRequest;
import dev.whence.app.figure.ExplanationPanel;
import dev.whence.app.figure.RelevancePanels;
import dev.whence.app.ui.heat.HeatmapRun;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.panel.ComparisonFigure;
import dev.whence.visualization.figure.panel.ComparisonPanel;
import dev.whence.visualization.figure.panel.DataAttributionFigure;
import dev.whence.visualization.figure.panel.DecisionFigure;
import dev.whence.visualization.figure.panel.DecisionPanel;
import dev.whence.visualization.figure.panel.PairFigure;
import dev.whence.visualization.figure.panel.PairPanel;
import dev.whence.visualization.figure.panel.XdaFigure;
import dev.whence.visualization.figure.panel.XdaPanel;
import java.util.ArrayList;
import java.util.List;

/**
 * What figures are made of: the explanation on display and how its heatmaps are shown.
 *
 * @param train position of the chosen training image
 * @param k most images on either side
 */
public record FigureSubject(
        Workspace workspace,
        Explanation explanation,
        MethodRun<?> scores,
        HeatmapRun<?> heat,
        int train,
        int k,
        HeatStyle style)
        implements FigureSource<FigureKind> {

    @Override
    public List<FigureKind> kinds() {
        return List.of(FigureKind.values());
    }

    @Override
    public FigureKind first() {
        return explainsPairs(scores) ? FigureKind.XDA : FigureKind.DATA;
    }

    private <S extends Record> boolean explainsPairs(MethodRun<S> run) {
        return workspace.heatmaps().explainsPairs(run.method(), run.settings());
    }

    @Override
    public String fileName(FigureKind kind) {
        return "whence-" + kind.command();
    }

    @Override
    public Drawn draw(FigureChoice<FigureKind> choice, Progress progress) {
        return switch (choice.kind()) {
            case DATA -> data(scores, choice, progress);
            case XDA -> xda(scores, choice, progress);
            case DECISION -> decision(heat, choice, progress);
            case PAIR -> pair(scores, choice, progress);
            case TARGETS -> targets(heat, choice, progress);
        };
    }

    private <S extends Record> Drawn data(MethodRun<S> run, FigureChoice<FigureKind> choice, Progress progress) {
        var panel = new ExplanationPanel(workspace, run.method(), run.settings()).of(explanation, k, progress);
        return new Drawn(DataAttributionFigure.of(panel, choice.preset(), choice.fontPt()), explanation.provenance());
    }

    private <S extends Record> Drawn xda(MethodRun<S> run, FigureChoice<FigureKind> choice, Progress progress) {
        RelevancePanels.Content<XdaPanel> content = new RelevancePanels(workspace, style)
                .xda(run.method(), run.settings(), heat.pairSettings(), explanation, k, progress);
        return new Drawn(XdaFigure.of(content.panel(), choice.preset(), choice.fontPt()), content.provenance());
    }

    private <S extends Record> Drawn decision(HeatmapRun<S> run, FigureChoice<FigureKind> choice, Progress progress) {
        var answer = run.answer(workspace, explanation.testIndex(), explanation.target(), progress);
        RelevancePanels.Content<DecisionPanel> content = new RelevancePanels(workspace, style)
                .decision(run.method(), run.settings(), explanation.testIndex(), answer, progress);
        return new Drawn(DecisionFigure.of(content.panel(), choice.preset(), choice.fontPt()), content.provenance());
    }

    private <S extends Record> Drawn pair(MethodRun<S> run, FigureChoice<FigureKind> choice, Progress progress) {
        RelevancePanels.Content<PairPanel> content = new RelevancePanels(workspace, style)
                .pair(run.method(), run.settings(), heat.pairSettings(), explanation, train, progress);
        return new Drawn(PairFigure.of(content.panel(), choice.preset(), choice.fontPt()), content.provenance());
    }

    private <S extends Record> Drawn targets(HeatmapRun<S> run, FigureChoice<FigureKind> choice, Progress progress) {
        RelevancePanels.Content<ComparisonPanel> content = new RelevancePanels(workspace, style)
                .comparison(run.method(), run.settings(), explanation.testIndex(), compared(progress), progress);
        return new Drawn(ComparisonFigure.of(content.panel(), choice.preset(), choice.fontPt()), content.provenance());
    }

    /** The most probable classes, and the one that is explained if it is none of them. */
    private List<Target> compared(Progress progress) {
        int index = explanation.testIndex();
        List<Target> all =
                new ArrayList<>(RelevancePanels.likeliest(workspace, index, RelevancePanels.COMPARED, progress));
        Target explained = explanation.negativeClass() < 0
                ? new Target.OfClass(explanation.positiveClass())
                : new Target.Contrast(explanation.positiveClass(), explanation.negativeClass());
        if (!all.contains(explained)) {
            all.add(explained);
        }
        return all;
    }

    @Override
    public String command(FigureChoice<FigureKind> choice, String file) {
        boolean sided = choice.kind() == FigureKind.DATA || choice.kind() == FigureKind.XDA;
        FigureRequest figure = new FigureRequest(
                explanation.testIndex(),
                sided ? k : 0,
                choice.kind() == FigureKind.PAIR ? train : -1,
                choice.preset(),
                choice.fontPt(),
                choice.dpi(),
                style,
                file);
        return CommandLineText.line(
                switch (choice.kind()) {
                    case DECISION -> CommandLineText.decisionFigure(heatRequest(heat), figure);
                    case TARGETS -> CommandLineText.targetsFigure(heatRequest(heat), compared(Progress.none()), figure);
                    case DATA, XDA, PAIR ->
                        CommandLineText.figure(choice.kind().command(), pairRequest(scores), figure);
                });
    }

    private <S extends Record> HeatmapRequest heatRequest(HeatmapRun<S> run) {
        return CommandLineText.request(workspace.spec(), run.method(), run.settings(), explanation.target());
    }

    private <S extends Record> XdaRequest pairRequest(MethodRun<S> run) {
        return CommandLineText.request(
                CommandLineText.request(workspace.spec(), run.method(), run.settings(), explanation.target()),
                heat.pairSettings(),
                "");
    }
}

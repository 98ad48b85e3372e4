package dev.whence.app.cli.option;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import picocli.CommandLine.Mixin;

/** What commands about pairs of a training and a test image share: both sets of images, the scores, the heatmaps. */
public final class PairOptions {

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    TrainTestOptions data = new TrainTestOptions();

    @Mixin
    public MethodOptions method = new MethodOptions();

    @Mixin
    public RelevanceOptions relevance = new RelevanceOptions();

    /**
     * @throws dev.whence.engine.BadInputException if the method is unknown
     */
    public AttributionMethod<?> chosen() {
        return MethodRegistry.byId(method.method);
    }

    public WorkspaceSpec spec() {
        return workspace.spec(data.train(), data.requiredTest());
    }

    /** Takes the figure's preset from among those of preprocessing. */
    public FigurePreset preset() {
        return FigurePreset.parse(workspace.preprocess.takeFigurePreset());
    }
}

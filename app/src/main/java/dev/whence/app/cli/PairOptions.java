package dev.whence.app.cli;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import picocli.CommandLine.Mixin;

/** What commands about pairs of a training and a test image share: both sets of images, the scores, the heatmaps. */
final class PairOptions {

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    TrainTestOptions data = new TrainTestOptions();

    @Mixin
    MethodOptions method = new MethodOptions();

    @Mixin
    RelevanceOptions relevance = new RelevanceOptions();

    /**
     * @throws dev.whence.engine.BadInputException if the method is unknown
     */
    AttributionMethod<?> chosen() {
        return MethodRegistry.byId(method.method);
    }

    WorkspaceSpec spec() {
        return workspace.spec(data.train(), data.requiredTest());
    }

    /** Takes the figure's preset from among those of preprocessing. */
    FigurePreset preset() {
        return FigurePreset.parse(workspace.preprocess.takeFigurePreset());
    }
}

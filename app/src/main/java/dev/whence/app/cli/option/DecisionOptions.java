package dev.whence.app.cli.option;

import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import picocli.CommandLine.Mixin;

/** What commands about heatmaps of decisions share: the images, and training images for the methods that need them. */
public final class DecisionOptions {

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    TrainOptions training = new TrainOptions();

    public WorkspaceSpec spec() {
        return workspace.spec(training.source(), data.required());
    }

    /** Takes the figure's preset from among those of preprocessing. */
    public FigurePreset preset() {
        return FigurePreset.parse(workspace.preprocess.takeFigurePreset());
    }
}

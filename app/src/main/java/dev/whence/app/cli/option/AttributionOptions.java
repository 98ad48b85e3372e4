package dev.whence.app.cli.option;

import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.FigurePreset;
import picocli.CommandLine.Mixin;

/** What commands about scores share: the classifier with its other states, training images, images to explain. */
public final class AttributionOptions {

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    TrainTestOptions data = new TrainTestOptions();

    public WorkspaceSpec spec() {
        return checkpoints.addTo(workspace.spec(data.train(), data.requiredTest()));
    }

    /** The same where there need be no images to explain. */
    public WorkspaceSpec specOfTraining() {
        return checkpoints.addTo(workspace.spec(data.train(), data.test()));
    }

    /** Takes the figure's preset from among those of preprocessing. */
    public FigurePreset preset() {
        return FigurePreset.parse(workspace.preprocess.takeFigurePreset());
    }
}

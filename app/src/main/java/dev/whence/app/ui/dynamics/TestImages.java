package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.ThumbnailSource;

/** The test images by position. */
record TestImages(ExploreModel explore) implements ThumbnailSource<Integer> {

    @Override
    public Picture picture(Integer test) {
        Workspace workspace = explore.workspaceProperty().get();
        if (workspace == null) {
            throw new BadInputException("No project is open; open one to see its images.");
        }
        return workspace.images(Split.TEST).picture(test);
    }

    @Override
    public PictureTone tone() {
        return explore.toneProperty().get();
    }

    @Override
    public String text(Integer test) {
        Workspace workspace = explore.workspaceProperty().get();
        if (workspace == null) {
            return "";
        }
        int label = workspace.images(Split.TEST).label(test);
        String name = label < 0 || label >= workspace.classNames().size()
                ? "no label"
                : workspace.classNames().get(label);
        return "Test image " + workspace.images(Split.TEST).name(test) + ", " + name;
    }
}

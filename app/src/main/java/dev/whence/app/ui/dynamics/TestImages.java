package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.ThumbnailSource;
import java.util.List;

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
        return "Test image " + workspace.images(Split.TEST).name(test) + ", " + labelOf(test);
    }

    /** The name of the class that an image is labelled as. */
    String labelOf(int test) {
        Workspace workspace = explore.workspaceProperty().get();
        return workspace == null
                ? LabelWords.of(List.of(), -1)
                : LabelWords.of(
                        workspace.classNames(), workspace.images(Split.TEST).label(test));
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.LabelWords;
import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.StepStrips;
import dev.whence.visualization.dynamics.NumberStory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The training images by position, and what the number on display says about them. */
final class TrainImages implements StepStrips.Source<Integer> {

    private final DynamicsModel model;
    private volatile @Nullable Workspace workspace;
    private volatile PictureTone tone = PictureTone.AS_STORED;

    TrainImages(DynamicsModel model) {
        this.model = model;
    }

    /** Shows the images of another workspace. */
    void show(@Nullable Workspace opened, PictureTone shade) {
        workspace = opened;
        tone = shade;
    }

    private ImageDataset images() {
        Workspace opened = workspace;
        if (opened == null) {
            throw new BadInputException("No project is open; open one to see its images.");
        }
        return opened.images(Split.TRAIN);
    }

    @Override
    public Picture picture(Integer train) {
        return images().picture(train);
    }

    @Override
    public PictureTone tone() {
        return tone;
    }

    /** The class of an image, -1 if unknown. */
    int label(int train) {
        return workspace == null ? -1 : images().label(train);
    }

    @Override
    public String name(Integer train) {
        Workspace opened = workspace;
        int label = label(train);
        return LabelWords.of(opened == null ? List.of() : opened.classNames(), label);
    }

    @Override
    public String text(Integer train) {
        return workspace == null ? "" : "Training image " + images().name(train) + ", " + name(train);
    }

    @Override
    public float[] values(Integer train) {
        NumberStory number = model.numberProperty().get();
        return number == null ? new float[1] : number.running(train);
    }

    @Override
    public boolean[] dots(Integer train) {
        NumberStory number = model.numberProperty().get();
        return number == null ? new boolean[0] : number.seen(train);
    }
}

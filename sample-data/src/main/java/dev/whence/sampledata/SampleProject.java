package dev.whence.sampledata;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of Fashion-MNIST (28 x 28 grey, 10 classes; 600 training and 100 test images of each) with a small
 * convolutional network that was trained on these 6,000 images and decides 911 of the 1,000 test images rightly.
 */
public final class SampleProject {

    private static final String RESOURCES = "/dev/whence/sampledata/fashion/";
    private static final List<String> CLASS_NAMES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** A low shoe with a heel, labelled ankle boot, that the network takes for a sandal with 0.94. */
    private static final int SELECTED_TEST_IMAGE = 23;

    private final Path folder;

    private SampleProject(Path folder) {
        this.folder = folder;
    }

    /**
     * The sample project in a folder. Files that are missing or damaged there are unpacked anew; the others stay.
     *
     * @param folder created if it does not exist
     * @throws WorkFailedException if the folder cannot be written
     */
    public static SampleProject in(Path folder) {
        try {
            new ResourceUnpacker(RESOURCES).unpackInto(folder);
        } catch (IOException e) {
            throw new WorkFailedException(
                    "The sample project cannot be unpacked into " + folder + " (" + reason(e)
                            + "); free some space there or choose another folder.",
                    e);
        }
        return new SampleProject(folder);
    }

    /** The traced TorchScript archive. */
    public Path model() {
        return folder.resolve("small-cnn.pt");
    }

    /** The IDX file of the 6,000 training images; the labels lie beside it. */
    public Path trainingImages() {
        return folder.resolve("train-images-idx3-ubyte.gz");
    }

    /** The IDX file of the 1,000 test images; the labels lie beside it. */
    public Path testImages() {
        return folder.resolve("test-images-idx3-ubyte.gz");
    }

    /** Grey values to 0..1, minus the mean 0.2860, over the standard deviation 0.3530, as in training. */
    public Preprocessing preprocessing() {
        Preprocessing plain = Preprocessing.none();
        return new Preprocessing(1, null, plain.interpolation(), null, plain.scale(), List.of(0.2860), List.of(0.3530));
    }

    /** By class number. */
    public List<String> classNames() {
        return CLASS_NAMES;
    }

    /** Position, among the test images, of a wrong decision worth explaining first. */
    public int selectedTestImage() {
        return SELECTED_TEST_IMAGE;
    }

    /**
     * Everything needed to open the sample project.
     *
     * @param cache folder of stored results; absent stores nothing
     */
    public WorkspaceSpec spec(ExecutionSettings execution, @Nullable Path cache) {
        return new WorkspaceSpec(
                model(),
                new WorkspaceSpec.DataSource(trainingImages(), false, null),
                new WorkspaceSpec.DataSource(testImages(), false, null),
                preprocessing(),
                classNames(),
                null,
                execution,
                cache,
                0);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}

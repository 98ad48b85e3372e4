package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ClassAlignment;
import dev.whence.engine.data.DatasetScan;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ManifestHash;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.data.Subset;
import dev.whence.engine.data.TensorFile;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of one split, ready to be sent through a network.
 *
 * @param images the readable ones under the common class numbers
 * @param inputs the same as network input
 * @param unreadable those left out
 * @param manifestHash what the images are, wherever they lie
 */
public record SplitImages(ImageDataset images, ModelInputs inputs, List<Unreadable> unreadable, String manifestHash) {

    /**
     * Reads every image once, unless the cache knows it already.
     *
     * @param made the shape the network was made with, named where images differ in size; absent if unknown
     */
    public static SplitImages scan(
            ImageDataset opened,
            ClassAlignment classes,
            Preprocessing preprocessing,
            @Nullable Shape made,
            @Nullable Path cache,
            Progress progress) {
        DatasetScan.Result scanned = DatasetScan.scan(opened, cache, progress);
        Subset readable = scanned.readable();
        ImageDataset images = classes.apply(readable);
        ModelInputs inputs = inputs(opened, readable, images, preprocessing, made);
        return new SplitImages(images, inputs, scanned.unreadable(), ManifestHash.of(images));
    }

    /** Opens what the user named, without reading an image. */
    public static ImageDataset open(DataSource source) {
        ImageDataset whole = Datasets.open(source.path(), source.tensors());
        return source.subset() == null ? whole : Subset.of(whole, source.subset());
    }

    /** The labels as an int64 array, -1 where unknown. */
    Tensor labels() {
        return Tensor.of(
                IntStream.range(0, images.size()).mapToLong(images::label).toArray(), images.size());
    }

    /**
     * Checks that every label is a class of the network.
     *
     * @param remedy what to do if not
     * @throws BadInputException naming the first image whose label is not
     */
    void requireLabelsBelow(int classes, String remedy) {
        for (int i = 0; i < images.size(); i++) {
            if (images.label(i) >= classes) {
                throw new BadInputException("The image " + images.name(i) + " of the " + images.description()
                        + " has label " + images.label(i) + ", but the model tells only " + classes
                        + " classes apart, 0 to " + (classes - 1)
                        + "; " + remedy + ".");
            }
        }
    }

    private static ModelInputs inputs(
            ImageDataset opened,
            Subset readable,
            ImageDataset images,
            Preprocessing preprocessing,
            @Nullable Shape made) {
        ImageDataset source = opened instanceof Subset part ? part.whole() : opened;
        if (source instanceof TensorFile tensors) {
            int[] positions = IntStream.range(0, readable.size())
                    .map(readable::positionInWhole)
                    .map(i -> opened instanceof Subset part ? part.positionInWhole(i) : i)
                    .toArray();
            return new SelectedInputs(tensors, positions);
        }
        return PreprocessedImages.of(images, preprocessing, made);
    }
}

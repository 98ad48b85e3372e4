package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures made network input, batch by batch. Decoding is spread over the processors; the numbers do not depend on it.
 * Arithmetic is float32 in the order {@code (value * scale - mean) / std}; a scale of 1/255 divides by 255, as
 * torchvision does.
 */
public final class PreprocessedImages implements ModelInputs {

    private static final double TO_UNIT = 1.0 / 255.0;

    private final ImageDataset dataset;
    private final Preprocessing preprocessing;
    private final Shape shape;
    private final @Nullable Shape made;

    /** The network's value of each grey level, by channel. */
    private final float[][] levels;

    private PreprocessedImages(ImageDataset dataset, Preprocessing preprocessing, Shape shape, @Nullable Shape made) {
        this.dataset = dataset;
        this.preprocessing = preprocessing;
        this.shape = shape;
        this.made = made;
        this.levels = levels(preprocessing, shape.dim(0));
    }

    /**
     * The shape is that of the first picture that can be read; the other pictures must come out the same.
     *
     * @throws BadInputException if no picture can be read, or the preprocessing does not fit the number of channels
     */
    public static PreprocessedImages of(ImageDataset dataset, Preprocessing preprocessing) {
        return of(dataset, preprocessing, null);
    }

    /**
     * The same, naming the shape that the network was made with where pictures differ in size.
     *
     * @param made channels, height, width; absent if unknown
     * @throws BadInputException if no picture can be read, or the preprocessing does not fit the number of channels
     */
    public static PreprocessedImages of(ImageDataset dataset, Preprocessing preprocessing, @Nullable Shape made) {
        Picture first = PictureSteps.apply(firstReadable(dataset), preprocessing);
        checkCount("mean", preprocessing.mean(), first.channels());
        checkCount("std", preprocessing.std(), first.channels());
        return new PreprocessedImages(
                dataset, preprocessing, Shape.of(first.channels(), first.height(), first.width()), made);
    }

    private static Picture firstReadable(ImageDataset dataset) {
        BadInputException firstFailure = null;
        for (int i = 0; i < Math.min(dataset.size(), 100); i++) {
            try {
                return dataset.picture(i);
            } catch (BadInputException unreadable) {
                firstFailure = firstFailure == null ? unreadable : firstFailure;
            }
        }
        throw firstFailure == null
                ? new BadInputException("There are no images in the " + dataset.description() + "; give another one.")
                : firstFailure;
    }

    private static void checkCount(String name, List<Double> values, int channels) {
        if (values.size() > 1 && values.size() != channels) {
            throw new BadInputException("The preprocessing has " + values.size() + " values for " + name
                    + " but the images have " + channels + (channels == 1 ? " channel" : " channels")
                    + "; give one value per channel or set the channels.");
        }
    }

    private static float[][] levels(Preprocessing preprocessing, int channels) {
        float[][] levels = new float[channels][256];
        for (int c = 0; c < channels; c++) {
            float mean = (float) valueOf(preprocessing.mean(), c, 0);
            float std = (float) valueOf(preprocessing.std(), c, 1);
            for (int v = 0; v < 256; v++) {
                float scaled = preprocessing.scale() == TO_UNIT ? v / 255f : v * (float) preprocessing.scale();
                levels[c][v] = (scaled - mean) / std;
            }
        }
        return levels;
    }

    private static double valueOf(List<Double> values, int channel, double otherwise) {
        return values.isEmpty() ? otherwise : values.get(values.size() == 1 ? 0 : channel);
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /**
     * @throws BadInputException if a picture cannot be read, or comes out in another shape than the first, naming it
     */
    @Override
    public Tensor batch(int... indices) {
        int length = (int) shape.size();
        float[] values = new float[Math.multiplyExact(indices.length, length)];
        IntStream.range(0, indices.length).parallel().forEach(i -> fill(indices[i], values, i * length));
        return Tensor.of(values, shape.prepend(indices.length).toArray());
    }

    /**
     * What the network sees of one image, before scaling, as a picture. A grey picture among coloured ones is repeated
     * in every channel, as an image folder of torchvision does it; colour is never thrown away unasked.
     */
    public Picture seen(int index) {
        Picture picture = dataset.picture(index);
        boolean greyAmongColoured = preprocessing.channels() == null && picture.channels() == 1 && shape.dim(0) == 3;
        return PictureSteps.apply(greyAmongColoured ? PictureSteps.withChannels(picture, 3) : picture, preprocessing);
    }

    private void fill(int index, float[] values, int start) {
        Picture picture = seen(index);
        int channels = shape.dim(0);
        int area = shape.dim(1) * shape.dim(2);
        if (picture.channels() != channels || picture.height() != shape.dim(1) || picture.width() != shape.dim(2)) {
            throw new BadInputException("The image " + dataset.name(index) + " has shape "
                    + Shape.of(picture.channels(), picture.height(), picture.width()) + " but the first one has "
                    + shape
                    + "; set resize or channels in the preprocessing"
                    + (made == null ? "." : ", so that all come out as " + made + ", which the model was made with."));
        }
        byte[] pixels = picture.pixels();
        for (int c = 0; c < channels; c++) {
            float[] level = levels[c];
            int plane = start + c * area;
            for (int i = 0; i < area; i++) {
                values[plane + i] = level[pixels[i * channels + c] & 0xff];
            }
        }
    }
}

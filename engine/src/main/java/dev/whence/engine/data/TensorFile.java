package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpyHeader;
import dev.whence.engine.store.NpyType;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Network input as another program made it: an npz archive with {@code input} {@code [n, c, h, w]} in floating point
 * and, optionally, integer {@code labels} and 8-bit grey {@code pictures} {@code [n, height, width]} to show instead. No preprocessing applies. Stored float32 is read in place, all else is
 * loaded when first wanted.
 */
public final class TensorFile implements ImageDataset, ModelInputs {

    private final Path file;
    private final Shape shape;
    private final IntFunction<float[]> one;
    private final int[] labels;
    private final List<String> classNames;
    private final List<String> notes;
    private final @Nullable StoredPictures pictures;

    private TensorFile(
            Path file,
            Shape shape,
            IntFunction<float[]> one,
            int[] labels,
            List<String> notes,
            @Nullable StoredPictures pictures) {
        this.pictures = pictures;
        this.file = file;
        this.shape = shape;
        this.one = one;
        this.labels = labels;
        this.classNames = LabelNames.numbered(labels);
        this.notes = notes;
    }

    /**
     * @throws BadInputException if {@code input} is missing or not {@code [n, c, h, w]}
     */
    public static TensorFile open(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            NpyHeader header = npz.header("input");
            Shape stored = header.shape();
            if (stored.rank() != 4 || header.type().isInteger() || stored.size() < stored.dim(0)) {
                throw new BadInputException(
                        "The array 'input' in " + file + " is " + header.type().descr() + " of shape " + stored
                                + "; save it as float32 of shape n x c x h x w.");
            }
            Shape shape = stored.dropFirst();
            int length = Math.toIntExact(Math.min(shape.size(), Integer.MAX_VALUE));
            OptionalLong offset = npz.offsetOfElements("input");
            boolean inPlace = offset.isPresent() && header.type().equals(new NpyType('f', 4, ByteOrder.LITTLE_ENDIAN));
            IntFunction<float[]> one =
                    inPlace ? inPlace(ByteSource.ofFile(file, offset.getAsLong()), length) : new Loaded(file, length);
            int[] labels = NpzLabels.read(npz, stored.dim(0), "input", file);
            return new TensorFile(
                    file, shape, one, labels, NpzLabels.notes(npz, file), StoredPictures.of(npz, stored.dim(0), file));
        }
    }

    /** Pictures that stand for the tensors, for people. */
    private record StoredPictures(byte[] pixels, int height, int width) {

        static @Nullable StoredPictures of(NpzFile npz, int count, Path file) {
            if (!npz.contains("pictures")) {
                return null;
            }
            NpyHeader header = npz.header("pictures");
            Shape shape = header.shape();
            if (shape.rank() != 3
                    || shape.dim(0) != count
                    || !header.type().equals(new NpyType('u', 1, header.type().order()))) {
                throw new BadInputException("The array 'pictures' in " + file + " is "
                        + header.type().descr() + " of shape " + shape + "; save it as uint8 of shape " + count
                        + " x h x w, or leave it away.");
            }
            return new StoredPictures(npz.read("pictures").bytes(), shape.dim(1), shape.dim(2));
        }

        Picture picture(int index) {
            int size = height * width;
            return new Picture(width, height, 1, Arrays.copyOfRange(pixels, index * size, (index + 1) * size));
        }
    }

    private static IntFunction<float[]> inPlace(ByteSource source, int length) {
        return index -> {
            float[] values = new float[length];
            FloatBuffer stored = ByteBuffer.wrap(source.read(4L * index * length, 4 * length))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            stored.get(values);
            return values;
        };
    }

    /** All inputs in memory from the first use on. */
    private static final class Loaded implements IntFunction<float[]> {

        private final Path file;
        private final int length;
        private float[] values = new float[0];

        Loaded(Path file, int length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public float[] apply(int index) {
            return Arrays.copyOfRange(values(), index * length, (index + 1) * length);
        }

        private synchronized float[] values() {
            if (values.length == 0) {
                try (NpzFile npz = NpzFile.open(file)) {
                    values = npz.read("input").toFloat32().floats();
                }
            }
            return values;
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Tensor batch(int... indices) {
        int length = (int) shape.size();
        float[] values = new float[Math.multiplyExact(indices.length, length)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(one.apply(indices[i]), 0, values, i * length, length);
        }
        return Tensor.of(values, shape.prepend(indices.length).toArray());
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return "#" + index;
    }

    @Override
    public String id(int index) {
        float[] values = one.apply(index);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new ContentHash().add(shape.toArray()).add(bytes.array()).hex();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean classesKnownByName() {
        return false;
    }

    /**
     * The stored picture; without one the tensor's smallest value as black and its largest as white, one or three channels.
     */
    @Override
    public Picture picture(int index) {
        if (pictures != null) {
            return pictures.picture(index);
        }
        float[] values = one.apply(index);
        int height = shape.dim(1);
        int width = shape.dim(2);
        int channels = shape.dim(0) >= 3 ? 3 : 1;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, Float.isFinite(value) ? value : min);
            max = Math.max(max, Float.isFinite(value) ? value : max);
        }
        float range = max > min ? max - min : 1;
        byte[] pixels = new byte[height * width * channels];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < height * width; i++) {
                pixels[i * channels + c] = (byte) Math.round((values[c * height * width + i] - min) / range * 255);
            }
        }
        return new Picture(width, height, channels, pixels);
    }

    @Override
    public Place place(int index) {
        return new Place(file, index);
    }

    @Override
    public String description() {
        return "tensor file " + file;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

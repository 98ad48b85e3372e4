package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpyHeader;
import dev.whence.engine.store.NpyType;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * An npz archive with 8-bit {@code images} ({@code [n, h, w]}, {@code [n, h, w, c]} or {@code [n, c, h, w]} with 1 or 3
 * channels) and, optionally, integer {@code labels} {@code [n]}. Stored arrays are read in place; deflated ones are
 * inflated into memory when the first image is wanted.
 */
public final class NpzImages implements ImageDataset {

    private final Path file;
    private final PackedPictures pictures;
    private final int[] labels;
    private final List<String> classNames;
    private final List<String> notes;

    private NpzImages(Path file, PackedPictures pictures, int[] labels, List<String> notes) {
        this.file = file;
        this.pictures = pictures;
        this.labels = labels;
        this.classNames = LabelNames.numbered(labels);
        this.notes = notes;
    }

    /**
     * @throws BadInputException if the arrays are missing, of another type, or do not fit together
     */
    public static NpzImages open(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            NpyHeader header = npz.header("images");
            int[] shape = header.shape().toArray();
            boolean planar = isPlanar(header.shape());
            if (!header.type().equals(new NpyType('u', 1, header.type().order())) || !isPictures(header.shape())) {
                throw new BadInputException(
                        "The array 'images' in " + file + " is " + header.type().descr() + " of shape " + header.shape()
                                + "; save it as uint8 of shape n x h x w or n x h x w x c with 1 or 3 channels.");
            }
            int height = planar ? shape[2] : shape[1];
            int width = planar ? shape[3] : shape[2];
            int channels = shape.length == 3 ? 1 : planar ? shape[1] : shape[3];
            OptionalLong offset = npz.offsetOfElements("images");
            ByteSource source = offset.isPresent() ? ByteSource.ofFile(file, offset.getAsLong()) : new LazyMember(file);
            int[] labels = NpzLabels.read(npz, shape[0], "images", file);
            return new NpzImages(
                    file,
                    PackedPictures.dense(source, 0, height, width, channels, planar),
                    labels,
                    NpzLabels.notes(npz, file));
        }
    }

    private static boolean isPictures(Shape shape) {
        boolean oneByOne = shape.rank() == 3 || (shape.rank() == 4 && (isPlanar(shape) || isChannels(shape.dim(3))));
        return oneByOne && shape.size() >= shape.dim(0) && shape.size() / Math.max(1, shape.dim(0)) < 1 << 30;
    }

    /** Channels first, unless the last axis can be the channels too. */
    private static boolean isPlanar(Shape shape) {
        return shape.rank() == 4 && isChannels(shape.dim(1)) && !isChannels(shape.dim(3));
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3;
    }

    /** The inflated array, read when first wanted. */
    private static final class LazyMember implements ByteSource {

        private final Path file;
        private byte[] bytes = new byte[0];

        LazyMember(Path file) {
            this.file = file;
        }

        @Override
        public long size() {
            return loaded().length;
        }

        @Override
        public byte[] read(long offset, int count) {
            return ByteSource.ofArray(loaded()).read(offset, count);
        }

        private synchronized byte[] loaded() {
            if (bytes.length == 0) {
                try (NpzFile npz = NpzFile.open(file)) {
                    bytes = npz.read("images").bytes();
                }
            }
            return bytes;
        }
    }

    @Override
    public int size() {
        return labels.length;
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
        return ContentHash.ofPixels(picture(index));
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean classesKnownByName() {
        return false;
    }

    @Override
    public Picture picture(int index) {
        return pictures.picture(index);
    }

    @Override
    public Place place(int index) {
        return new Place(file, index);
    }

    @Override
    public String description() {
        return "image archive " + file;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

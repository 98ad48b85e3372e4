package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IDX format of MNIST and Fashion-MNIST: 8-bit grey images in one file, labels in a second one beside it, both
 * plain or gzipped.
 */
public final class IdxFiles implements ImageDataset {

    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;
    private static final int LONGEST_SIDE = 1 << 14;

    private final Path file;
    private final PackedPictures pictures;
    private final int[] labels;
    private final List<String> classNames;
    private final List<String> notes;

    private IdxFiles(Path file, PackedPictures pictures, int[] labels, List<String> notes) {
        this.file = file;
        this.pictures = pictures;
        this.labels = labels;
        this.classNames = LabelNames.numbered(labels);
        this.notes = notes;
    }

    /**
     * Opens the images file; the labels file is the one whose name has {@code labels} and {@code idx1} instead.
     *
     * @throws BadInputException if a file is broken or the two do not fit together
     */
    public static IdxFiles open(Path file) {
        ByteSource source = Inflated.open(file);
        if (header(source, LABELS_HEADER, file).getInt() == LABELS) {
            throw new BadInputException(
                    "The file " + file + " holds the labels; give the images file beside it instead.");
        }
        ByteBuffer header = header(source, IMAGES_HEADER, file);
        int magic = header.getInt();
        int count = header.getInt();
        int height = header.getInt();
        int width = header.getInt();
        if (magic != IMAGES || count < 0 || height < 1 || width < 1 || height > LONGEST_SIDE || width > LONGEST_SIDE) {
            throw broken(file, "its header is not that of an IDX images file");
        }
        if (source.size() - IMAGES_HEADER != (long) count * height * width) {
            throw broken(
                    file,
                    "it should hold " + count + " images of " + height + " x " + width + " pixels but has "
                            + source.size() + " bytes");
        }
        PackedPictures pictures = PackedPictures.dense(source, IMAGES_HEADER, height, width, 1, false);
        Path labelsFile = labelsBeside(file);
        if (labelsFile == null) {
            int[] none = new int[count];
            Arrays.fill(none, -1);
            return new IdxFiles(
                    file,
                    pictures,
                    none,
                    List.of("The images have no labels because there is no file " + labelsName(file) + " beside "
                            + file.getFileName() + "."));
        }
        return new IdxFiles(file, pictures, labels(labelsFile, count, file), List.of());
    }

    private static int[] labels(Path labelsFile, int images, Path imagesFile) {
        ByteSource source = Inflated.open(labelsFile);
        ByteBuffer header = header(source, LABELS_HEADER, labelsFile);
        if (header.getInt() != LABELS) {
            throw broken(labelsFile, "its header is not that of an IDX labels file");
        }
        int count = header.getInt();
        if (count != images) {
            throw new BadInputException("There are " + images + " images in " + imagesFile + " but " + count
                    + " labels in " + labelsFile + "; give files that belong together.");
        }
        if (source.size() - LABELS_HEADER != count) {
            throw broken(labelsFile, "it should hold " + count + " labels but has " + source.size() + " bytes");
        }
        byte[] bytes = source.read(LABELS_HEADER, count);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[i] & 0xff;
        }
        return labels;
    }

    private static @Nullable Path labelsBeside(Path images) {
        String name = labelsName(images);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        for (String candidate : List.of(name, plain, plain + ".gz")) {
            Path labels = images.resolveSibling(candidate);
            if (!labels.equals(images) && Files.isRegularFile(labels)) {
                return labels;
            }
        }
        return null;
    }

    private static String labelsName(Path images) {
        return images.getFileName().toString().replace("images", "labels").replace("idx3", "idx1");
    }

    private static ByteBuffer header(ByteSource source, int bytes, Path file) {
        if (source.size() < bytes) {
            throw broken(file, "it has only " + source.size() + " bytes");
        }
        return ByteBuffer.wrap(source.read(0, bytes));
    }

    private static BadInputException broken(Path file, String why) {
        return new BadInputException(
                "Cannot use the IDX file " + file + " because " + why + "; copy it again from where it came.");
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
        return "IDX file " + file;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

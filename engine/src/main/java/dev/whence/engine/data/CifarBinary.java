package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The binary version of CIFAR-10 (records of a label and 32 x 32 x 3 pixels) and CIFAR-100 (coarse and fine label; the
 * fine one is used).
 *
 * <p>A folder stands for its training part: {@code data_batch_*.bin} in the order of their names, or {@code train.bin};
 * if it has neither, {@code test_batch.bin} or {@code test.bin}. The test part beside a training part is opened by
 * giving its file.
 */
public final class CifarBinary implements ImageDataset {

    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE * 3;
    private static final int READ_AT_ONCE = 512;
    private static final List<String> CIFAR_10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final Path place;
    private final List<Part> parts;
    private final int[] labels;
    private final List<String> classNames;

    /** One file: which positions it holds. */
    private record Part(Path file, int first, int size, PackedPictures pictures) {}

    private CifarBinary(Path place, List<Part> parts, int[] labels, List<String> classNames) {
        this.place = place;
        this.parts = List.copyOf(parts);
        this.labels = labels;
        this.classNames = classNames;
    }

    /**
     * @throws BadInputException if sizes or labels are not those of CIFAR files
     */
    public static CifarBinary open(Path fileOrFolder) {
        List<Path> files = Files.isDirectory(fileOrFolder) ? trainingFiles(fileOrFolder) : List.of(fileOrFolder);
        int labelBytes = labelBytes(files.get(0));
        int record = labelBytes + PIXELS;
        List<Part> parts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path file : files) {
            ByteSource source = ByteSource.ofFile(file);
            if (source.size() == 0 || source.size() % record != 0 || source.size() / record > 100_000_000) {
                throw notCifar(file);
            }
            int size = (int) (source.size() / record);
            PackedPictures pictures = new PackedPictures(source, 0, record, labelBytes, SIDE, SIDE, 3, true);
            parts.add(new Part(file, labels.size(), size, pictures));
            readLabels(source, size, labelBytes, file, labels);
        }
        List<String> names = names(files.get(0), labelBytes == 1 ? 10 : 100);
        return new CifarBinary(
                fileOrFolder, parts, labels.stream().mapToInt(Integer::intValue).toArray(), names);
    }

    /** Whether a folder holds CIFAR files by name. */
    static boolean isCifarFolder(Path folder) {
        return !filesIn(folder, CifarBinary::isCifarName).isEmpty();
    }

    private static boolean isCifarName(String name) {
        return name.matches("data_batch_\\d+\\.bin|test_batch\\.bin|train\\.bin|test\\.bin");
    }

    private static List<Path> trainingFiles(Path folder) {
        List<Path> training = filesIn(folder, name -> name.matches("data_batch_\\d+\\.bin|train\\.bin"));
        List<Path> files = training.isEmpty() ? filesIn(folder, CifarBinary::isCifarName) : training;
        if (files.isEmpty()) {
            throw new BadInputException("There are no CIFAR files (data_batch_*.bin, test_batch.bin, train.bin, "
                    + "test.bin) in " + folder + "; give the folder that holds them.");
        }
        return files;
    }

    private static List<Path> filesIn(Path folder, Predicate<String> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "Cannot list the folder " + folder + "; check that you may read it.", unreadable);
        }
    }

    private static int labelBytes(Path file) {
        long size = ByteSource.ofFile(file).size();
        boolean ten = size % (PIXELS + 1) == 0;
        boolean hundred = size % (PIXELS + 2) == 0;
        if (size == 0 || (!ten && !hundred)) {
            throw notCifar(file);
        }
        return ten ? 1 : 2;
    }

    private static void readLabels(ByteSource source, int size, int labelBytes, Path file, List<Integer> labels) {
        int record = labelBytes + PIXELS;
        int classes = labelBytes == 1 ? 10 : 100;
        for (int from = 0; from < size; from += READ_AT_ONCE) {
            int count = Math.min(READ_AT_ONCE, size - from);
            byte[] bytes = source.read((long) from * record, count * record);
            for (int i = 0; i < count; i++) {
                int label = bytes[i * record + labelBytes - 1] & 0xff;
                if (label >= classes) {
                    throw new BadInputException("Image " + (from + i) + " in " + file + " has label " + label
                            + " but CIFAR-" + classes + " has classes 0 to " + (classes - 1)
                            + "; check that this is a CIFAR binary file.");
                }
                labels.add(label);
            }
        }
    }

    private static List<String> names(Path file, int classes) {
        Path beside = file.resolveSibling(classes == 10 ? "batches.meta.txt" : "fine_label_names.txt");
        if (Files.isRegularFile(beside)) {
            try {
                List<String> names = Files.readAllLines(beside).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
                if (names.size() == classes) {
                    return names;
                }
            } catch (IOException unreadable) {
                throw new BadInputException(
                        "Cannot read the class names in " + beside + "; save it as UTF-8 text.", unreadable);
            }
        }
        return classes == 10
                ? CIFAR_10
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    private static BadInputException notCifar(Path file) {
        return new BadInputException("The size of " + file
                + " is not a multiple of 3073 (CIFAR-10) or 3074 (CIFAR-100) bytes; give a whole CIFAR binary file.");
    }

    private Part part(int index) {
        int i = parts.size() - 1;
        while (index < parts.get(i).first()) {
            i--;
        }
        return parts.get(i);
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
        Part part = part(index);
        return parts.size() == 1 ? "#" + index : part.file().getFileName() + "#" + (index - part.first());
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
        Part part = part(index);
        return part.pictures().picture(index - part.first());
    }

    @Override
    public Place place(int index) {
        Part part = part(index);
        return new Place(part.file(), index - part.first());
    }

    @Override
    public String description() {
        return "CIFAR-" + classNames.size() + " " + place;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}

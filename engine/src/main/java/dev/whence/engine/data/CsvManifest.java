package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A table with the columns {@code path} and {@code label}: paths relative to the table, labels either all whole numbers
 * or names (then classes are the names in alphabetical order). An empty label, or no such column, means unlabelled.
 */
public final class CsvManifest implements ImageDataset {

    private static final long LONGEST_FILE = 256L << 20;

    private final Path file;
    private final ImageFiles images;
    private final List<String> classNames;
    private final boolean named;
    private final List<String> notes;

    private CsvManifest(Path file, ImageFiles images, List<String> classNames, boolean named, List<String> notes) {
        this.file = file;
        this.images = images;
        this.classNames = classNames;
        this.named = named;
        this.notes = notes;
    }

    /**
     * Reads the table; opens no image.
     *
     * @throws BadInputException if the table has no column {@code path}, no rows, or labels that cannot be read
     */
    public static CsvManifest open(Path file) {
        List<List<String>> rows = CsvTable.parse(text(file), file.toString());
        List<String> header = rows.isEmpty()
                ? List.of()
                : rows.get(0).stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList();
        int pathColumn = header.indexOf("path");
        int labelColumn = header.indexOf("label");
        if (pathColumn < 0) {
            throw new BadInputException(
                    "The table " + file + " has no column 'path'; its first line must read path,label.");
        }
        if (rows.size() == 1) {
            throw new BadInputException("The table " + file + " names no images; give one line per image.");
        }
        List<List<String>> body = rows.subList(1, rows.size());
        List<String> labels = body.stream().map(row -> field(row, labelColumn)).toList();
        boolean numbers = labels.stream().allMatch(label -> label.matches("\\d{0,6}"));
        List<String> names = List.copyOf(
                new TreeSet<>(labels.stream().filter(l -> !l.isEmpty()).toList()));
        Path folder = file.toAbsolutePath().getParent();
        ImageFiles.Builder images = new ImageFiles.Builder(folder == null ? file.toAbsolutePath() : folder);
        for (int i = 0; i < body.size(); i++) {
            String label = labels.get(i);
            int number =
                    label.isEmpty() ? -1 : numbers ? Integer.parseInt(label) : Collections.binarySearch(names, label);
            images.add(image(file, field(body.get(i), pathColumn), i + 1), number);
        }
        return build(file, images.build(), numbers, names);
    }

    private static CsvManifest build(Path file, ImageFiles images, boolean numbers, List<String> names) {
        int[] labels = new int[images.size()];
        int unlabelled = 0;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.label(i);
            unlabelled += labels[i] < 0 ? 1 : 0;
        }
        List<String> notes = unlabelled == 0
                ? List.of()
                : List.of(unlabelled + " of " + labels.length + " images have no label in " + file.getFileName() + ".");
        return new CsvManifest(file, images, numbers ? LabelNames.numbered(labels) : names, !numbers, notes);
    }

    private static Path image(Path table, String path, int row) {
        if (path.isEmpty()) {
            throw new BadInputException("Row " + row + " of " + table + " has no path; fill it in or remove the row.");
        }
        try {
            return table.resolveSibling(path).normalize().toAbsolutePath();
        } catch (InvalidPathException impossible) {
            throw new BadInputException(
                    "Row " + row + " of " + table + " has a path that cannot exist; correct it.", impossible);
        }
    }

    private static String field(List<String> row, int column) {
        return column < 0 || column >= row.size() ? "" : row.get(column).strip();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new BadInputException("The table " + file + " is larger than 256 MB; split it.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new BadInputException("The table " + file + " is not UTF-8 text; save it as CSV in UTF-8.", notText);
        } catch (IOException unreadable) {
            throw new BadInputException("Cannot read " + file + "; check that you may read it.", unreadable);
        }
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public String name(int index) {
        return images.name(index);
    }

    @Override
    public String id(int index) {
        return images.id(index);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean classesKnownByName() {
        return named;
    }

    @Override
    public Picture picture(int index) {
        return images.picture(index);
    }

    @Override
    public Place place(int index) {
        return new Place(images.file(index), 0);
    }

    @Override
    public String description() {
        return "image table " + file;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

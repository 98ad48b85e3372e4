package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Image files in one sub-folder per class. Classes are the sub-folders sorted by name; their images are sorted by
 * folder, then by file name. A folder that holds the images themselves is read as unlabelled images.
 *
 * <p>Hidden files and files without an image extension are passed over. A sub-folder without any file is a class
 * without images; one with other files only is no class.
 */
public final class ImageFolder implements ImageDataset {

    private final Path root;
    private final ImageFiles files;
    private final List<String> classNames;
    private final List<String> notes;

    private ImageFolder(Path root, ImageFiles files, List<String> classNames, List<String> notes) {
        this.root = root;
        this.files = files;
        this.classNames = List.copyOf(classNames);
        this.notes = List.copyOf(notes);
    }

    /**
     * Lists the folder; opens no image.
     *
     * @throws BadInputException if there are no images in it
     */
    public static ImageFolder open(Path root) {
        List<String> classNames = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        ImageFiles.Builder files = new ImageFiles.Builder(root);
        for (Path folder : children(root, Files::isDirectory)) {
            Listing listing = Listing.of(folder);
            String name = folder.getFileName().toString();
            if (listing.images.isEmpty() && listing.others > 0) {
                notes.add("The folder " + name + " was passed over because it holds no images.");
                continue;
            }
            for (Path image : listing.images) {
                files.add(image, classNames.size());
            }
            classNames.add(name);
        }
        List<Path> loose = children(
                root, file -> (Files.isRegularFile(file) || leadsNowhere(file)) && ImageFormats.isImageName(file));
        for (Path link : children(root, file -> leadsNowhere(file) && !ImageFormats.isImageName(file))) {
            notes.add("The link " + link.getFileName() + " was passed over because what it leads to is missing.");
        }
        if (files.isEmpty()) {
            classNames.clear();
            loose.forEach(image -> files.add(image, -1));
            if (!loose.isEmpty()) {
                notes.add("The images have no labels because they are not in one folder per class.");
            }
        } else if (!loose.isEmpty()) {
            notes.add(loose.size() + " images directly in " + root
                    + " were passed over because they belong to no class.");
        }
        if (files.isEmpty()) {
            throw new BadInputException("There are no images in " + root + "; files ending with "
                    + ImageFormats.extensionList() + " were looked for, in one sub-folder per class.");
        }
        return new ImageFolder(root, files.build(), classNames, notes);
    }

    private static List<Path> children(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !isHidden(child) && wanted.test(child))
                    .sorted(Comparator.comparing(child -> child.getFileName().toString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "Cannot list the folder " + folder + "; check that you may read it.", unreadable);
        }
    }

    /** A link to what is not there: it counts as an image that cannot be read, or the data would shrink unnoticed. */
    private static boolean leadsNowhere(Path file) {
        return Files.isSymbolicLink(file) && !Files.exists(file);
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    /** All images below one class folder, links followed, loops and unreadable places left out. */
    private static final class Listing extends SimpleFileVisitor<Path> {

        private final List<Path> images = new ArrayList<>();
        private int others;

        static Listing of(Path folder) {
            Listing listing = new Listing();
            try {
                Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 64, listing);
            } catch (IOException unreadable) {
                throw new BadInputException(
                        "Cannot list the folder " + folder + "; check that you may read it.", unreadable);
            }
            listing.images.sort(Comparator.comparing((Path image) -> String.valueOf(image.getParent()))
                    .thenComparing(image -> image.getFileName().toString()));
            return listing;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
                // A link that is followed is shown as what it leads to, so what is still a link leads nowhere.
                boolean read = attributes.isRegularFile() || attributes.isSymbolicLink();
                if (read && ImageFormats.isImageName(file)) {
                    images.add(file);
                } else {
                    others++;
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            others++;
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public int label(int index) {
        return files.label(index);
    }

    @Override
    public String name(int index) {
        return files.name(index);
    }

    @Override
    public String id(int index) {
        return files.id(index);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean classesKnownByName() {
        return !classNames.isEmpty();
    }

    @Override
    public Picture picture(int index) {
        return files.picture(index);
    }

    @Override
    public Place place(int index) {
        return new Place(files.file(index), 0);
    }

    @Override
    public String description() {
        return "image folder " + root;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

package dev.whence.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images that are files of their own, with their labels. */
final class ImageFiles {

    private final Path root;
    private final List<Path> files;
    private final int[] labels;

    private ImageFiles(Path root, List<Path> files, int[] labels) {
        this.root = root;
        this.files = files;
        this.labels = labels;
    }

    int size() {
        return labels.length;
    }

    int label(int index) {
        return labels[index];
    }

    Path file(int index) {
        return files.get(index);
    }

    /** The path below the root with forward slashes on every system. */
    String name(int index) {
        Path file = files.get(index);
        Path shown = file.startsWith(root) ? root.relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    String id(int index) {
        return new ContentHash().add(PictureReader.bytes(files.get(index))).hex();
    }

    Picture picture(int index) {
        return PictureReader.read(files.get(index));
    }

    static final class Builder {

        private final Path root;
        private final List<Path> files = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();

        Builder(Path root) {
            this.root = root;
        }

        void add(Path file, int label) {
            files.add(file);
            labels.add(label);
        }

        boolean isEmpty() {
            return files.isEmpty();
        }

        ImageFiles build() {
            return new ImageFiles(
                    root,
                    List.copyOf(files),
                    labels.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}

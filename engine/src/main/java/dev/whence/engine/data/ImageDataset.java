package dev.whence.engine.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Labelled images in a fixed order, read lazily: opening reads no pixels. Safe for use by several threads.
 *
 * <p>The order is part of the contract: class folders sorted by name and files sorted by name, or the order of the file
 * format. Positions are only valid within one opened dataset; {@link #id} is what identifies an image.
 *
 * <p>{@link Datasets#open} makes them.
 */
public sealed interface ImageDataset
        permits ImageFolder, IdxFiles, CifarBinary, NpzImages, CsvManifest, TensorFile, Subset, RenamedClasses {

    int size();

    /** The class of an image, 0-based, or -1 if it has none. */
    int label(int index);

    /** What a person calls the image: its relative path, or {@code "#17"} in a packed file. */
    String name(int index);

    /** The SHA-256 of the image's content as 64 lower-case hex digits. Reads the image. */
    String id(int index);

    /** Class names by label. */
    List<String> classNames();

    /**
     * Whether labels follow from the class names (folders, words in a table), so that equal names in another dataset
     * mean equal classes. False where the file holds class numbers.
     */
    boolean classesKnownByName();

    /**
     * Reads one image.
     *
     * @throws dev.whence.engine.BadInputException if it cannot be decoded, naming it
     */
    Picture picture(int index);

    /** Where an image lies, without reading it. */
    Place place(int index);

    /** One line for people: kind and place, for example {@code "image folder /data/train"}. */
    String description();

    /** What the user should know about how the data was understood, one sentence each; often empty. */
    List<String> notes();

    /** All labels, {@code [n]}. */
    default long[] labels() {
        long[] labels = new long[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i);
        }
        return labels;
    }

    /**
     * An image's place on disk.
     *
     * @param file that holds it
     * @param position within the file; 0 if the file is the image
     */
    record Place(Path file, int position) {}
}

package dev.whence.engine.data;

import java.util.List;

/**
 * Labelled images in a fixed order, read lazily: opening reads no pixels. Safe for use by several threads.
 *
 * <p>The order is part of the contract: class folders sorted by name and files sorted by name, or the order of the file
 * format. Positions are only valid within one opened dataset; {@link #id} is what identifies an image.
 */
public interface ImageDataset {

    int size();

    /** The class of an image, 0-based, or -1 if it has none. */
    int label(int index);

    /** What a person calls the image: its relative path, or {@code "#17"} in a packed file. */
    String name(int index);

    /** The SHA-256 of the image's content as 64 lower-case hex digits. May read the image. */
    String id(int index);

    /** Class names by label. */
    List<String> classNames();

    /**
     * Reads one image.
     *
     * @throws dev.whence.engine.BadInputException if it cannot be decoded, naming it
     */
    Picture picture(int index);

    /** One line for people: kind and place, for example {@code "image folder /data/train"}. */
    String description();
}

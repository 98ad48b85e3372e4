package dev.whence.visualization.control;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;

/**
 * What a {@link ThumbnailGrid} shows for its items.
 *
 * @param <T> an item; equal items share a cached picture
 */
public interface ThumbnailSource<T> {

    /**
     * Reads the item's picture. Called on background threads, several at once.
     *
     * @throws dev.whence.engine.BadInputException if the picture cannot be decoded; the cell then shows that
     */
    Picture picture(T item);

    /** One line for tooltip and screen reader: name, class, whether the decision was wrong. */
    String text(T item);

    /** Whether the cell carries the badge, for example a wrong decision. */
    default boolean marked(T item) {
        return false;
    }

    /** How grey pictures are shown. */
    default PictureTone tone() {
        return PictureTone.AS_STORED;
    }
}

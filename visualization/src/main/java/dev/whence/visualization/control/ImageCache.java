package dev.whence.visualization.control;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * The most recently used images, bounded by the bytes of their pixels. Safe for use by several threads.
 *
 * @param <K> what identifies an image
 */
final class ImageCache<K> {

    private static final int BYTES_PER_PIXEL = 4;

    private final long limit;
    private final Map<K, Image> images = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    /**
     * @param limit in bytes
     */
    ImageCache(long limit) {
        this.limit = limit;
    }

    synchronized @Nullable Image get(K key) {
        return images.get(key);
    }

    synchronized void put(K key, Image image) {
        Image replaced = images.put(key, image);
        bytes += size(image) - (replaced == null ? 0 : size(replaced));
        var eldest = images.entrySet().iterator();
        while (bytes > limit && images.size() > 1) {
            bytes -= size(eldest.next().getValue());
            eldest.remove();
        }
    }

    synchronized void clear() {
        images.clear();
        bytes = 0;
    }

    /** Bytes of all images held. */
    synchronized long bytes() {
        return bytes;
    }

    private static long size(Image image) {
        return Math.round(image.getWidth() * image.getHeight()) * BYTES_PER_PIXEL;
    }
}

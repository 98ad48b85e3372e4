package dev.whence.visualization.control;

import dev.whence.engine.WhenceException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads thumbnails behind the window. The newest request goes first, because it is what the person is looking at;
 * requests nobody waits for any more are dropped unread. Threads end by themselves when idle.
 *
 * @param <T> an item
 */
final class ThumbnailLoader<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailLoader.class);
    private static final int THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() - 1));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThumbnailSource<T> source;
    private final ImageCache<T> cache;
    private final int longestSide;
    private final ThreadPoolExecutor pool;

    /**
     * @param cacheBytes limit of the pixels held
     * @param longestSide in pixels; larger pictures are kept smaller
     */
    ThumbnailLoader(ThumbnailSource<T> source, long cacheBytes, int longestSide) {
        this.source = source;
        this.cache = new ImageCache<>(cacheBytes);
        this.longestSide = longestSide;
        this.pool = new ThreadPoolExecutor(THREADS, THREADS, 2, TimeUnit.SECONDS, new NewestFirst(), task -> {
            Thread thread = new Thread(task, "thumbnails-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    @Nullable
    Image cached(T item) {
        return cache.get(item);
    }

    /**
     * @param wanted asked before reading, on a background thread: false drops the request
     * @param whenRead receives the image, or null if it could not be read, on the JavaFX thread
     */
    void request(T item, BooleanSupplier wanted, Consumer<@Nullable Image> whenRead) {
        pool.execute(() -> {
            if (wanted.getAsBoolean()) {
                Image image = read(item);
                Platform.runLater(() -> whenRead.accept(image));
            }
        });
    }

    void clearCache() {
        cache.clear();
    }

    private @Nullable Image read(T item) {
        Image known = cache.get(item);
        if (known != null) {
            return known;
        }
        try {
            Image image = PictureImages.thumbnail(source.picture(item), source.tone(), longestSide);
            cache.put(item, image);
            return image;
        } catch (WhenceException unreadable) {
            LOG.warn("No thumbnail: {}", unreadable.sentence());
            return null;
        }
    }

    /** A work queue that hands out the task added last. */
    private static final class NewestFirst extends LinkedBlockingDeque<Runnable> {
        @Override
        public boolean offer(Runnable task) {
            return offerFirst(task);
        }
    }
}

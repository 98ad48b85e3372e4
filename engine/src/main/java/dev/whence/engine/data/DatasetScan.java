package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The first full look at a dataset: every image is decoded once to see that it can be, and gets its content id. What is
 * known from an earlier look at the same file (path, size, modification time) is not looked at again.
 */
public final class DatasetScan {

    private static final int MOST_THREADS = 4;
    private static final int REPORT_MILLISECONDS = 100;

    private final ImageDataset dataset;
    private final ScanCache cache;
    private final @Nullable String[] ids;
    private final @Nullable String[] failures;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();

    /** An image left out, with the sentence that says why. */
    public record Unreadable(String name, String reason) {}

    /**
     * @param readable the images that can be decoded, in dataset order; their ids are at hand
     * @param unreadable the others
     */
    public record Result(Subset readable, List<Unreadable> unreadable) {

        public Result {
            unreadable = List.copyOf(unreadable);
        }
    }

    private DatasetScan(ImageDataset dataset, ScanCache cache) {
        this.dataset = dataset;
        this.cache = cache;
        this.ids = new @Nullable String[dataset.size()];
        this.failures = new @Nullable String[dataset.size()];
    }

    /**
     * @param cacheFolder where to remember ids; null remembers nothing
     * @throws BadInputException if not one image can be read
     * @throws dev.whence.engine.WorkFailedException if the cache folder cannot be written to
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public static Result scan(ImageDataset dataset, @Nullable Path cacheFolder, Progress progress) {
        DatasetScan scan = new DatasetScan(dataset, ScanCache.open(cacheFolder, dataset));
        progress.stage("Checking the images of the " + dataset.description());
        scan.run(progress);
        scan.cache.save(dataset, scan.ids);
        return scan.result();
    }

    private void run(Progress progress) {
        int threads = Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        ExecutorService pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "image-scan");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(this::work));
            }
            for (Future<?> worker : workers) {
                await(worker, progress);
            }
            progress.update(dataset.size(), dataset.size(), "images");
        } finally {
            stop.set(true);
            pool.shutdown();
        }
    }

    private void await(Future<?> worker, Progress progress) {
        boolean working = true;
        while (working) {
            progress.checkCancelled();
            progress.update(done.get(), dataset.size(), "images");
            try {
                worker.get(REPORT_MILLISECONDS, TimeUnit.MILLISECONDS);
                working = false;
            } catch (TimeoutException stillWorking) {
                working = true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private void work() {
        for (int i = next.getAndIncrement(); i < dataset.size() && !stop.get(); i = next.getAndIncrement()) {
            ids[i] = cache.id(dataset.place(i));
            if (ids[i] == null) {
                try {
                    dataset.picture(i);
                    ids[i] = dataset.id(i);
                } catch (BadInputException unreadable) {
                    failures[i] = unreadable.sentence();
                }
            }
            done.incrementAndGet();
        }
    }

    private Result result() {
        int[] positions = new int[dataset.size()];
        String[] known = new String[dataset.size()];
        int count = 0;
        List<Unreadable> unreadable = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            String id = ids[i];
            if (id != null) {
                positions[count] = i;
                known[count++] = id;
            } else {
                unreadable.add(new Unreadable(dataset.name(i), String.valueOf(failures[i])));
            }
        }
        if (count == 0) {
            throw new BadInputException("None of the " + dataset.size() + " images of the " + dataset.description()
                    + " can be read; the first one failed with: "
                    + (unreadable.isEmpty()
                            ? "there is none."
                            : unreadable.get(0).reason()));
        }
        Subset readable = new Subset(dataset, Arrays.copyOf(positions, count), Arrays.copyOf(known, count));
        return new Result(readable, unreadable);
    }
}

package dev.whence.engine.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A thread that does part of a job beside the one that asks for it. */
public final class SideThread implements AutoCloseable {

    private final ExecutorService executor;

    /** @param name of the thread */
    public SideThread(String name) {
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins work, after the work begun before.
     *
     * @return waits for the result; throws what the work threw
     */
    public <T> Supplier<T> start(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(work, executor);
        return () -> arrived(result);
    }

    private static <T> T arrived(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw SideCall.unwrapped(e);
        }
    }

    /** Takes no more work. What was begun ends by itself: to interrupt it would close files which other readers share. */
    @Override
    public void close() {
        executor.shutdown();
    }
}

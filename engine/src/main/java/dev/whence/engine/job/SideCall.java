package dev.whence.engine.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A call that cannot look at the wish to stop, made by a thread of its own, so that the one who waits for it can go as
 * soon as the work is cancelled. The call itself then goes on to its end; it must not use what the one who waits frees.
 */
public final class SideCall<T> {

    private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

    private final CompletableFuture<T> result;

    private SideCall(CompletableFuture<T> result) {
        this.result = result;
    }

    /**
     * Begins the call at once.
     *
     * @param name of the thread, which does not keep the program alive
     */
    public static <T> SideCall<T> start(String name, Supplier<T> call) {
        return new SideCall<>(CompletableFuture.supplyAsync(call, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }));
    }

    /**
     * Waits for the result; throws what the call threw.
     *
     * @throws CancelledException as soon as the work is cancelled, also while the call is under way
     */
    public T await(Progress progress) {
        progress.checkCancelled();
        while (true) {
            try {
                return result.get(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.checkCancelled();
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
        }
    }

    /** Does something once the call has ended in whatever way: at once if it has, else in the call's thread. */
    public void whenEnded(Runnable then) {
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> then.run());
    }

    /** What work in another thread threw, as it was thrown there. */
    static RuntimeException unwrapped(Exception around) {
        if (around.getCause() instanceof Error error) {
            throw error;
        }
        return around.getCause() instanceof RuntimeException thrown ? thrown : new CompletionException(around);
    }
}

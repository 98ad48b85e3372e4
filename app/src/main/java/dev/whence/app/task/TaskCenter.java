package dev.whence.app.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs background tasks in lanes and remembers the recent ones. Thread-safe. */
public final class TaskCenter implements AutoCloseable {

    private static final int REMEMBERED = 40;

    private final Executor ui;
    private final Map<Lane, ExecutorService> lanes = new ConcurrentHashMap<>();
    private final List<BackgroundTask<?>> tasks = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private volatile boolean closed;

    /**
     * @param ui where callbacks and change notices are run, normally {@code Platform::runLater}
     */
    public TaskCenter(Executor ui) {
        this.ui = ui;
    }

    /** Queues work; returns at once. After {@link #close()} it is cancelled at once. */
    public <T> BackgroundTask<T> submit(TaskRequest<T> request) {
        Delivery<T> delivery = new Delivery<>();
        BackgroundTask<T> task = new BackgroundTask<>(request, delivery);
        delivery.task = task;
        if (closed) {
            // what was cancelled by closing may still want to go on with something else
            task.cancel();
            return task;
        }
        tasks.add(0, task);
        forgetOld();
        changed();
        lanes.computeIfAbsent(request.lane(), TaskCenter::executor).execute(task::run);
        return task;
    }

    /** Queues the same work once more. */
    public <T> BackgroundTask<T> retry(BackgroundTask<T> task) {
        tasks.remove(task);
        return submit(task.request());
    }

    /** Newest first, finished ones included. */
    public List<BackgroundTask<?>> tasks() {
        return List.copyOf(tasks);
    }

    /** How many tasks run or wait before this one in its lane. */
    public int ahead(BackgroundTask<?> task) {
        int at = tasks.indexOf(task);
        return at < 0
                ? 0
                : (int) tasks.subList(at + 1, tasks.size()).stream()
                        .filter(other -> other.lane().equals(task.lane()))
                        .filter(other -> !other.status().isFinished())
                        .count();
    }

    /** Whether anything waits or runs. */
    public boolean isBusy() {
        return tasks.stream().anyMatch(task -> !task.status().isFinished());
    }

    public void cancelAll() {
        tasks.forEach(BackgroundTask::cancel);
    }

    /** Drops finished tasks from the list. */
    public void forgetFinished() {
        tasks.removeIf(task -> task.status().isFinished());
        changed();
    }

    /** The listener is run on the UI executor whenever a task appears or changes its state. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Cancels everything and takes no more work. */
    @Override
    public void close() {
        closed = true;
        cancelAll();
        lanes.values().forEach(ExecutorService::shutdown);
    }

    /**
     * Waits, after {@link #close()}, until cancelled work has let go of its files.
     *
     * @return false when some work goes on after all that patience
     */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (ExecutorService lane : List.copyOf(lanes.values())) {
            if (!lane.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** Runs something where callbacks are run, for work that tells of its result before it ends. */
    public void onUi(Runnable action) {
        ui.execute(action);
    }

    private void changed() {
        ui.execute(() -> listeners.forEach(Runnable::run));
    }

    private void forgetOld() {
        for (int i = tasks.size() - 1; i >= REMEMBERED; i--) {
            BackgroundTask<?> oldest = tasks.get(i);
            if (oldest.status().isFinished()) {
                tasks.remove(oldest);
            }
        }
    }

    private static ExecutorService executor(Lane lane) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, "whence-" + lane.name() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                lane.threads(), lane.threads(), 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    }

    /** Tells listeners of every change, and the task's own callbacks of its end, in this order. */
    private final class Delivery<T> implements Runnable {

        private volatile @Nullable BackgroundTask<T> task;

        @Override
        public void run() {
            changed();
            BackgroundTask<T> finished = task;
            if (finished != null && finished.status().isFinished()) {
                ui.execute(finished::deliver);
            }
        }
    }
}

package dev.whence.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskCenterTest {

    private final ExecutorService ui = Executors.newSingleThreadExecutor();
    private final TaskCenter center = new TaskCenter(ui);

    @AfterEach
    void close() {
        center.close();
        ui.shutdownNow();
    }

    @Test
    void deliversTheResultOnTheUiExecutorAfterTheTaskIsDone() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        List<BackgroundTask<Integer>> box = Collections.synchronizedList(new ArrayList<>());
        box.add(center.submit(TaskRequest.of("sum", Lane.LIGHT, progress -> 41 + 1)
                .onDone(value -> {
                    seen.add(value + " " + box.get(0).status());
                    delivered.countDown();
                })));
        delivered.await();
        assertEquals(List.of("42 DONE"), seen);
        assertFalse(center.isBusy());
    }

    @Test
    void tasksOfALaneKnowHowManyAreAheadOfThem() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Lane lane = Lane.heavy("cpu");
        BackgroundTask<Boolean> first = center.submit(TaskRequest.of("first", lane, progress -> {
            running.countDown();
            awaitQuietly(release);
            return true;
        }));
        BackgroundTask<Boolean> second = center.submit(TaskRequest.of("second", lane, progress -> true));
        BackgroundTask<Boolean> third = center.submit(TaskRequest.of("third", lane, progress -> true));
        running.await();
        assertEquals(List.of(0, 1, 2), List.of(center.ahead(first), center.ahead(second), center.ahead(third)));
        second.cancel();
        assertEquals(1, center.ahead(third));
        assertEquals("cpu", third.lane().device());
        assertEquals("", Lane.LIGHT.device());
        release.countDown();
    }

    @Test
    void afterClosingNothingIsTakenAnyMore() throws Exception {
        center.close();
        CountDownLatch told = new CountDownLatch(1);
        BackgroundTask<Boolean> late = center.submit(
                TaskRequest.<Boolean>of("late", Lane.LIGHT, progress -> true).onCancelled(told::countDown));
        told.await();
        assertEquals(TaskStatus.CANCELLED, late.status());
    }

    @Test
    void aFailureBecomesItsSentence() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        List<String> sentences = Collections.synchronizedList(new ArrayList<>());
        BackgroundTask<Integer> task = center.submit(TaskRequest.<Integer>of("read", Lane.LIGHT, progress -> {
                    throw new BadInputException("The file 'x' is empty; choose another one.");
                })
                .onFailed(sentence -> {
                    sentences.add(sentence);
                    delivered.countDown();
                }));
        delivered.await();
        assertEquals(TaskStatus.FAILED, task.status());
        assertEquals(List.of("The file 'x' is empty; choose another one."), sentences);
    }

    @Test
    void anUnexpectedFailureIsASentenceToo() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        BackgroundTask<Integer> task = center.submit(TaskRequest.<Integer>of("divide", Lane.LIGHT, progress -> {
                    throw new ArithmeticException("by zero");
                })
                .onFailed(sentence -> delivered.countDown()));
        delivered.await();
        assertTrue(String.valueOf(task.failure()).startsWith("'divide' stopped unexpectedly"), task.failure());
    }

    @Test
    void cancellingARunningTaskDropsItsResult() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicInteger results = new AtomicInteger();
        BackgroundTask<Integer> task = center.submit(TaskRequest.of("endless", Lane.LIGHT, progress -> {
                    running.countDown();
                    return spin(progress);
                })
                .onDone(value -> results.incrementAndGet())
                .onCancelled(cancelled::countDown));
        running.await();
        task.cancel();
        assertTrue(task.snapshot().stopping() || task.status() == TaskStatus.CANCELLED);
        cancelled.await();
        assertEquals(TaskStatus.CANCELLED, task.status());
        assertEquals(0, results.get());
    }

    @Test
    void aWaitingTaskIsCancelledAtOnceAndNeverRuns() throws Exception {
        Lane lane = Lane.heavy("test");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        center.submit(TaskRequest.of("first", lane, progress -> {
            awaitQuietly(release);
            return 1;
        }));
        BackgroundTask<Integer> second =
                center.submit(TaskRequest.of("second", lane, progress -> runs.incrementAndGet())
                        .onCancelled(cancelled::countDown));
        second.cancel();
        assertEquals(TaskStatus.CANCELLED, second.status());
        cancelled.await();
        release.countDown();
        CountDownLatch third = new CountDownLatch(1);
        center.submit(TaskRequest.of("third", lane, progress -> 3).onDone(value -> third.countDown()));
        third.await();
        assertEquals(0, runs.get());
    }

    @Test
    void aHeavyLaneRunsOneTaskAtATimeInOrder() throws Exception {
        Lane lane = Lane.heavy("test");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            int number = i;
            center.submit(TaskRequest.of("task " + i, lane, progress -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        order.add(number);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        return number;
                    })
                    .onDone(value -> all.countDown()));
        }
        all.await();
        assertEquals(1, most.get());
        assertEquals(java.util.stream.IntStream.range(0, 20).boxed().toList(), order);
    }

    @Test
    void ofManyConcurrentCancelsAndAnEndExactlyOneWins() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger callbacks = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            CountDownLatch delivered = new CountDownLatch(1);
            Runnable end = () -> {
                callbacks.incrementAndGet();
                delivered.countDown();
            };
            BackgroundTask<Integer> task = center.submit(TaskRequest.of("race", Lane.LIGHT, progress -> {
                        awaitQuietly(start);
                        return 1;
                    })
                    .onDone(value -> end.run())
                    .onCancelled(end));
            Thread one = new Thread(task::cancel);
            Thread two = new Thread(task::cancel);
            one.start();
            two.start();
            start.countDown();
            one.join();
            two.join();
            delivered.await();
            CountDownLatch flushed = new CountDownLatch(1);
            ui.execute(flushed::countDown);
            flushed.await();
            assertEquals(1, callbacks.get());
            assertTrue(task.status().isFinished());
        }
    }

    @Test
    void retryRunsTheSameWorkAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        BackgroundTask<Integer> task = center.submit(TaskRequest.of("flaky", Lane.LIGHT, progress -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new BadInputException("Not yet.");
                    }
                    return 7;
                })
                .onFailed(sentence -> failed.countDown())
                .onDone(value -> done.countDown()));
        failed.await();
        center.retry(task);
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertEquals(1, center.tasks().size());
    }

    @Test
    void finishedStatesCannotBeLeft() {
        for (TaskStatus from : List.of(TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELLED)) {
            for (TaskStatus to : TaskStatus.values()) {
                assertFalse(from.mayBecome(to), from + " to " + to);
            }
        }
        assertTrue(TaskStatus.WAITING.mayBecome(TaskStatus.CANCELLED));
        assertFalse(TaskStatus.WAITING.mayBecome(TaskStatus.DONE));
        assertThrows(IllegalArgumentException.class, () -> TaskStatus.valueOf("PAUSED"));
    }

    private static int spin(Progress progress) {
        while (true) {
            progress.checkCancelled();
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.whence.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A call in a thread of its own that whoever waits for it can leave behind. */
class SideCallTest {

    @Test
    void theOneWhoWaitsGoesWhileTheCallIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch endless = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        SideCall<Integer> call = SideCall.start("side-call-test", () -> {
            begun.countDown();
            await(endless);
            return 1;
        });

        // As somebody who gets tired of waiting once the call is under way.
        Progress cancelledOnceBegun = Progress.silent(() -> begun.getCount() == 0);
        assertThrows(CancelledException.class, () -> call.await(cancelledOnceBegun));
        call.whenEnded(() -> {
            released.set(true);
            ended.countDown();
        });

        assertFalse(released.get());
        endless.countDown();
        ended.await();
        assertTrue(released.get());
    }

    @Test
    void theResultArrivesAndWhatItNeededIsFreedAtOnce() {
        SideCall<Integer> call = SideCall.start("side-call-test", () -> 7);
        assertEquals(7, call.await(Progress.none()));
        AtomicBoolean released = new AtomicBoolean();
        call.whenEnded(() -> released.set(true));
        assertTrue(released.get());
    }

    @Test
    void aFailureIsThrownAsItWas() {
        IllegalStateException failure = new IllegalStateException("no");
        SideCall<Integer> call = SideCall.start("side-call-test", () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(IllegalStateException.class, () -> call.await(Progress.none())));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

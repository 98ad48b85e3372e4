package dev.whence.app.ui;

import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Workspace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The real workspace on a machine that can be made infinitely slow in the middle of a method's preparation. */
final class HeldWorkspace {

    private HeldWorkspace() {}

    /**
     * @param held while true, no preparation gets past its first report unless it is cancelled
     */
    static Workspace of(Workspace real, AtomicBoolean held) {
        return (Workspace) Proxy.newProxyInstance(
                Workspace.class.getClassLoader(), new Class<?>[] {Workspace.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    if (method.getName().equals("attributor")) {
                        arguments[2] = new HeldProgress((Progress) arguments[2], held);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private record HeldProgress(Progress listener, AtomicBoolean held) implements Progress {

        @Override
        public void stage(String title) {
            listener.stage(title);
        }

        @Override
        public void update(long done, long total, String unit) {
            listener.update(done, total, unit);
            while (held.get() && !isCancelled()) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void note(String text) {
            listener.note(text);
        }

        @Override
        public boolean isCancelled() {
            return listener.isCancelled();
        }
    }
}

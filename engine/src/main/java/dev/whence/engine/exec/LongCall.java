package dev.whence.engine.exec;

import ai.djl.pytorch.engine.PtNDManager;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.SideCall;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function that takes seconds in one native call, such as a decomposition. Cancelled work leaves it behind at once.
 * What it uses is its own: references to the operands' memory and its compiled code, freed when it ends; so scopes, and
 * the engine, may close meanwhile.
 */
final class LongCall {

    private LongCall() {}

    /**
     * Calls the function; results land in the youngest scope among the operands, as constants.
     *
     * @throws dev.whence.engine.job.CancelledException as soon as the work is cancelled
     */
    static List<DeviceArray> run(KernelSource source, Progress progress, DeviceArray... operands) {
        Scope scope = Scope.youngest(operands);
        int threads = scope.engine().settings().threads();
        PtNDManager own =
                (PtNDManager) NativeEngine.get().newBaseManager(scope.manager().getDevice());
        Scope apart = new Scope(scope.engine(), own);
        DeviceArray[] held = Stream.of(operands).map(apart::constant).toArray(DeviceArray[]::new);
        SideCall<List<DeviceArray>> call = SideCall.start("whence-long-call", () -> {
            NativeEngine.useThreads(threads);
            Scope.prepareThread();
            return new KernelLibrary(own).get(source).callForAll(held);
        });
        try {
            return call.await(progress).stream().map(scope::keep).toList();
        } finally {
            call.whenEnded(own::close);
        }
    }
}

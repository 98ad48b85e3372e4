package dev.whence.engine.exec;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import dev.whence.engine.WorkFailedException;
import java.util.ArrayList;
import java.util.List;

/** A compiled {@link KernelSource}. Safe for use by several threads at the same time. */
final class Kernel {

    private final PtSymbolBlock module;
    /** An array whose name tells the engine which method to run; its value is not used. */
    private final NDArray methodTag;

    Kernel(PtSymbolBlock module, NDArray methodTag) {
        this.module = module;
        this.methodTag = methodTag;
    }

    DeviceArray call(DeviceArray... arguments) {
        return callForAll(arguments).get(0);
    }

    List<DeviceArray> callForAll(DeviceArray... arguments) {
        Scope scope = Scope.youngest(arguments);
        NDList list = new NDList(arguments.length + 1);
        for (DeviceArray argument : arguments) {
            list.add(argument.handle());
        }
        list.add(methodTag);
        NDList results;
        try {
            // "Training" only means: not in inference mode, in which arrays could never take part in gradients.
            results = IValueUtils.forward(module, list, true);
        } catch (EngineException e) {
            throw explained(e);
        }
        List<DeviceArray> arrays = new ArrayList<>(results.size());
        for (NDArray result : results) {
            arrays.add(scope.adopt(result));
        }
        return arrays;
    }

    private static RuntimeException explained(EngineException error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains("out of memory") || message.contains("not enough memory")) {
            return new WorkFailedException(
                    "There is not enough memory for this computation; choose a smaller batch or close other programs.",
                    error);
        }
        return new IllegalStateException(errorLine(message), error);
    }

    /** What went wrong without the interpreter's trace around it. */
    static String errorLine(String message) {
        String found = "";
        for (String line : message.strip().split("\n", -1)) {
            if (line.contains("Error: ") || found.isEmpty()) {
                found = line.strip();
            }
        }
        return found;
    }
}

package dev.whence.engine.exec;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;

/** Runs a TorchScript file as it is, in evaluation mode. */
public final class ArchiveRunner implements AutoCloseable {

    private final PtNDManager manager;
    private final PtSymbolBlock module;

    ArchiveRunner(Path file) throws ArchiveNotRunnableException {
        manager = (PtNDManager) NativeEngine.get().newBaseManager(Device.cpu());
        try {
            module = JniUtils.loadModule(manager, file, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(module);
        } catch (EngineException e) {
            manager.close();
            throw refusal("load", e);
        }
    }

    /**
     * The file's own result.
     *
     * @param batch float32 {@code [n, c, h, w]}
     * @return float32; the first one if the file gives several
     * @throws ArchiveNotRunnableException if libtorch fails in the middle, or the result is not made of arrays
     */
    public synchronized Tensor forward(Tensor batch) throws ArchiveNotRunnableException {
        try (NDManager scope = manager.newSubManager()) {
            PtNDArray input = Transfer.upload((PtNDManager) scope, batch, DataType.FLOAT32);
            NDList results = IValueUtils.forward(module, new NDList(input), false);
            if (results.isEmpty()) {
                throw new EngineException("the result holds no array");
            }
            return Transfer.download((PtNDArray) results.get(0)).toFloat32();
        } catch (EngineException | UnsupportedOperationException | IllegalArgumentException e) {
            // Results that the binding cannot represent (named tuples) come as the latter two.
            throw refusal("run", e);
        }
    }

    private static ArchiveNotRunnableException refusal(String what, RuntimeException error) {
        String reason = Kernel.errorLine(String.valueOf(error.getMessage())).replaceFirst("[.:;]+$", "");
        return new ArchiveNotRunnableException("libtorch 2.7.1 cannot " + what + " this file: " + reason + ".", error);
    }

    @Override
    public synchronized void close() {
        manager.close();
    }
}

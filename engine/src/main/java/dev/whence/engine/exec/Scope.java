package dev.whence.engine.exec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Owner of device memory: closing it frees every array in it, and every scope opened inside it.
 *
 * <p>The result of an operation lands in the youngest (last opened) scope among its operands, so that using long-lived
 * weights inside a short-lived scope never leaves anything behind in the weights' scope. Nesting would not do as a
 * measure of age: a block of a stream has a scope of its own beside the one that gathers its sums. {@link #keep} lifts
 * an array out of the scope it was born in.
 *
 * <p>A scope belongs to the thread that opened it. Arrays of outer scopes may be read by several threads at once.
 * Operations are recorded for differentiation exactly if one operand derives from a {@link #variable}.
 */
public final class Scope implements AutoCloseable {

    private static final AtomicLong OPENED = new AtomicLong();

    private final ExecutionEngine engine;
    private final PtNDManager manager;
    private final long opened = OPENED.getAndIncrement();

    Scope(ExecutionEngine engine, PtNDManager manager) {
        this.engine = engine;
        this.manager = manager;
        prepareThread();
    }

    /** Sets what libtorch keeps for each thread; for the thread that opens a scope and any other that computes in it. */
    static void prepareThread() {
        // Thread-local in libtorch and off in the thread that loaded it. Recording is governed by variables alone.
        JniUtils.setGradMode(true);
        // Functions are interpreted as they are written: an optimised one forgets what its inner values were made from.
        JniUtils.setGraphExecutorOptimize(false);
    }

    /** A scope inside this one, for the calling thread. */
    public Scope open() {
        return new Scope(engine, manager.newSubManager(manager.getDevice()));
    }

    /**
     * Copies an array to the device: floating point at the engine's precision, integers as int64.
     *
     * @param tensor below 2 GiB
     */
    public DeviceArray of(Tensor tensor) {
        return adopt(Transfer.upload(manager, tensor, dataTypeOf(tensor.type())));
    }

    /** An array of one repeated value. */
    public DeviceArray full(double value, int... shape) {
        return scalar(value).broadcastTo(shape);
    }

    /** An array without axes at the engine's precision. */
    public DeviceArray scalar(double value) {
        return of(Tensor.of(new double[] {value})).reshape();
    }

    /** The same values, in this scope, as a constant: no gradient flows through it. Nothing is copied. */
    public DeviceArray constant(DeviceArray array) {
        return adopt(array.handle().stopGradient());
    }

    /**
     * The same values, in this scope, as the start of a differentiable computation. Nothing is copied; no gradient flows
     * to what the array was computed from.
     */
    public DeviceArray variable(DeviceArray array) {
        DeviceArray start = constant(array);
        start.handle().setRequiresGradient(true);
        return start;
    }

    /** Moves an array here from the scope it is in, so that it lives as long as this one. */
    public DeviceArray keep(DeviceArray array) {
        return adopt(array.handle());
    }

    /** Frees all memory of this scope and of the scopes opened inside it. */
    @Override
    public void close() {
        manager.close();
    }

    ExecutionEngine engine() {
        return engine;
    }

    PtNDManager manager() {
        return manager;
    }

    /** Makes a native array this scope's. */
    DeviceArray adopt(NDArray array) {
        if (array.getManager() != manager) {
            array.attach(manager);
        }
        return new DeviceArray(this, (PtNDArray) array);
    }

    static Scope youngest(DeviceArray... arrays) {
        Scope youngest = arrays[0].scope();
        for (DeviceArray array : arrays) {
            if (array.scope().opened > youngest.opened) {
                youngest = array.scope();
            }
        }
        return youngest;
    }

    private DataType dataTypeOf(ElementType type) {
        return switch (type) {
            case FLOAT32, FLOAT64 -> engine.floatType();
            case INT64, INT32, UINT8 -> DataType.INT64;
        };
    }
}

package dev.whence.engine.exec;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Copies between host arrays and device arrays, straight into and out of the device array's own memory on a CPU. */
final class Transfer {

    private Transfer() {}

    static PtNDArray upload(PtNDManager manager, Tensor tensor, DataType type) {
        ai.djl.ndarray.types.Shape shape = nativeShape(tensor);
        if (!manager.getDevice().isGpu()) {
            PtNDArray array = manager.create(shape, type);
            fill(array, tensor, type);
            return array;
        }
        try (NDManager host = manager.newSubManager(Device.cpu())) {
            PtNDArray staged = (PtNDArray) host.create(shape, type);
            fill(staged, tensor, type);
            PtNDArray array = staged.toDevice(manager.getDevice(), true);
            array.attach(manager);
            return array;
        }
    }

    private static void fill(PtNDArray array, Tensor tensor, DataType type) {
        if (tensor.size() == 0) {
            return;
        }
        ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        switch (type) {
            case FLOAT32 -> fillFloats(memory.asFloatBuffer(), tensor);
            case FLOAT64 -> fillDoubles(memory.asDoubleBuffer(), tensor);
            case INT64 -> fillLongs(memory.asLongBuffer(), tensor);
            default -> throw new IllegalArgumentException("no transfer of " + type);
        }
    }

    private static void fillFloats(FloatBuffer memory, Tensor tensor) {
        memory.put(tensor.toFloat32().floats());
    }

    private static void fillDoubles(DoubleBuffer memory, Tensor tensor) {
        if (tensor.type() == ElementType.FLOAT64) {
            memory.put(tensor.doubles());
            return;
        }
        for (int i = 0; i < tensor.size(); i++) {
            memory.put(i, tensor.get(i));
        }
    }

    private static void fillLongs(LongBuffer memory, Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            memory.put(i, tensor.type() == ElementType.INT64 ? tensor.longs()[i] : (long) tensor.get(i));
        }
    }

    /** The values on the host: float32, float64 or int64 as they are; truth values as 0 and 1 in int64. */
    static Tensor download(PtNDArray array) {
        int[] shape = shapeOf(array);
        int size = Math.toIntExact(array.size());
        if (array.getDataType() == DataType.BOOLEAN) {
            try (PtNDArray numbers = array.toType(DataType.INT64, true)) {
                return download(numbers);
            }
        }
        ByteBuffer memory =
                size == 0 ? ByteBuffer.allocate(0) : array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        return switch (array.getDataType()) {
            case FLOAT32 -> {
                float[] values = new float[size];
                memory.asFloatBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            case FLOAT64 -> {
                double[] values = new double[size];
                memory.asDoubleBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            case INT64 -> {
                long[] values = new long[size];
                memory.asLongBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            default -> throw new IllegalStateException("no transfer of " + array.getDataType());
        };
    }

    static int[] shapeOf(PtNDArray array) {
        long[] sizes = array.getShape().getShape();
        int[] shape = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            shape[i] = Math.toIntExact(sizes[i]);
        }
        return shape;
    }

    private static ai.djl.ndarray.types.Shape nativeShape(Tensor tensor) {
        return nativeShape(tensor.shape().toArray());
    }

    static ai.djl.ndarray.types.Shape nativeShape(int... sizes) {
        long[] longs = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            longs[i] = sizes[i];
        }
        return new ai.djl.ndarray.types.Shape(longs);
    }
}

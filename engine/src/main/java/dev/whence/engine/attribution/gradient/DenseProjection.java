package dev.whence.engine.attribution.gradient;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A random matrix {@code [parameters, dimensions] / sqrt(dimensions)}, never held whole unless it is small: its first rows
 * are kept on the device, the signs of further ones as single bits, and what is left is drawn whenever it is used.
 */
public final class DenseProjection implements Projection {

    /** The matrix is made in pieces of so many entries, to spread the work over the processors. */
    private static final int PIECE = 1 << 20;

    /** What is kept on the device and in bits takes no more memory than this, each. */
    static final long KEPT_BYTES = 256L << 20;

    private final Scope scope;
    /** The first pieces. */
    private final List<DeviceArray> onDevice = new ArrayList<>();
    /** The signs of those that follow. */
    private final List<long[]> packed = new ArrayList<>();

    private final int pieces;
    private final int rowsPerPiece;
    private final int width;
    private final Drawn drawn;

    /**
     * Entries by position.
     *
     * @param kind {@link Kind#RADEMACHER} or {@link Kind#NORMAL}
     * @param wide whether in float64
     */
    private record Drawn(Kind kind, int parameters, int width, long seed, boolean wide) {

        private double entry(long position) {
            return kind == Kind.NORMAL ? SplitMix.normal(seed, position) : SplitMix.sign(seed, position);
        }

        Tensor rows(int from, int to) {
            long start = (long) from * width;
            int size = (to - from) * width;
            double scale = 1 / Math.sqrt(width);
            if (wide) {
                double[] values = new double[size];
                IntStream.range(0, size).parallel().forEach(i -> values[i] = scale * entry(start + i));
                return Tensor.of(values, to - from, width);
            }
            float[] values = new float[size];
            IntStream.range(0, size).parallel().forEach(i -> values[i] = (float) (scale * entry(start + i)));
            return Tensor.of(values, to - from, width);
        }

        /** One bit for each entry, set for +1. */
        long[] signs(int from, int to) {
            long start = (long) from * width;
            int size = (to - from) * width;
            long[] words = new long[(size + Long.SIZE - 1) / Long.SIZE];
            IntStream.range(0, words.length).parallel().forEach(w -> {
                long word = 0;
                for (int bit = 0; bit < Math.min(Long.SIZE, size - w * Long.SIZE); bit++) {
                    word |= (SplitMix.bits(seed, start + (long) w * Long.SIZE + bit) >>> 63) << bit;
                }
                words[w] = word;
            });
            return words;
        }

        Tensor unpacked(long[] words, int rows) {
            int size = rows * width;
            double scale = 1 / Math.sqrt(width);
            if (wide) {
                double[] values = new double[size];
                IntStream.range(0, words.length).parallel().forEach(w -> {
                    int at = w * Long.SIZE;
                    for (int bit = 0; bit < Math.min(Long.SIZE, size - at); bit++) {
                        values[at + bit] = (2 * (words[w] >>> bit & 1) - 1) * scale;
                    }
                });
                return Tensor.of(values, rows, width);
            }
            float[] values = new float[size];
            int ones = Float.floatToRawIntBits((float) scale);
            IntStream.range(0, words.length).parallel().forEach(w -> {
                int at = w * Long.SIZE;
                long minus = ~words[w];
                for (int bit = 0; bit < Math.min(Long.SIZE, size - at); bit++) {
                    values[at + bit] = Float.intBitsToFloat(ones | (int) (minus >>> bit) << 31);
                }
            });
            return Tensor.of(values, rows, width);
        }
    }

    /**
     * @param kind {@link Kind#RADEMACHER} or {@link Kind#NORMAL}
     * @param parameters rows
     * @param dimensions columns
     */
    DenseProjection(ExecutionEngine engine, Kind kind, int parameters, int dimensions, long seed) {
        this(engine, kind, parameters, dimensions, seed, KEPT_BYTES);
    }

    /** @param keptBytes at most kept on the device, and at most in bits */
    DenseProjection(ExecutionEngine engine, Kind kind, int parameters, int dimensions, long seed, long keptBytes) {
        boolean wide = engine.settings().precision() == Precision.FLOAT64;
        scope = engine.scope();
        width = dimensions;
        rowsPerPiece = Math.max(1, PIECE / dimensions);
        pieces = (parameters + rowsPerPiece - 1) / rowsPerPiece;
        drawn = new Drawn(kind, parameters, dimensions, seed, wide);
        long pieceBytes = (long) rowsPerPiece * dimensions * (wide ? Double.BYTES : Float.BYTES);
        long packedBytes = (long) rowsPerPiece * dimensions / Byte.SIZE;
        for (int i = 0; i < pieces; i++) {
            if ((i + 1) * pieceBytes <= keptBytes) {
                onDevice.add(scope.of(drawn.rows(from(i), to(i))));
            } else if (kind == Kind.RADEMACHER && (packed.size() + 1) * packedBytes <= keptBytes) {
                packed.add(drawn.signs(from(i), to(i)));
            }
        }
    }

    /**
     * A given matrix.
     *
     * @param matrix {@code [parameters, dimensions]}, taken as it is
     */
    public DenseProjection(ExecutionEngine engine, Tensor matrix) {
        scope = engine.scope();
        rowsPerPiece = matrix.shape().dim(0);
        width = matrix.shape().dim(1);
        pieces = 1;
        drawn = new Drawn(Kind.NORMAL, rowsPerPiece, width, 0, false);
        onDevice.add(scope.of(matrix));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public DeviceArray apply(DeviceArray vectors) {
        DeviceArray sum = vectors.scope().full(0, vectors.shape().dim(0), width);
        for (int i = 0; i < pieces; i++) {
            DeviceArray before = sum;
            try (Scope work = vectors.scope().open()) {
                DeviceArray part =
                        work.constant(vectors).slice(1, from(i), to(i)).matmul(piece(work, i));
                sum = vectors.scope().keep(before.add(part));
            }
            before.close();
        }
        return sum;
    }

    private int from(int piece) {
        return piece * rowsPerPiece;
    }

    private int to(int piece) {
        return Math.min(drawn.parameters(), from(piece) + rowsPerPiece);
    }

    private DeviceArray piece(Scope work, int number) {
        if (number < onDevice.size()) {
            return onDevice.get(number);
        }
        int place = number - onDevice.size();
        return work.of(
                place < packed.size()
                        ? drawn.unpacked(packed.get(place), to(number) - from(number))
                        : drawn.rows(from(number), to(number)));
    }

    @Override
    public void close() {
        scope.close();
    }
}

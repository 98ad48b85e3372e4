package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/**
 * What loss gradients did to the outputs of some images through each single parameter: an image's number for a parameter
 * and an output is the sum over all steps of the averaged gradient of the output times the part of the step that loss
 * gradients took. Summed over outputs, an image has one vector of all parameters; images that the network decides by the
 * same parameters have similar ones. Lies on disk and is read piece by piece; immutable and thread-safe.
 */
public final class ParameterKernels implements AutoCloseable {

    /** Values of vectors that are in memory at a time. */
    private static final int TILE = 1 << 22;

    private final ParameterKernelsInfo info;
    private final ColumnFile vectors;
    private final ColumnFile importance;

    private ParameterKernels(Path folder) {
        info = ParameterKernelsFiles.read(folder);
        vectors = ColumnFile.open(folder.resolve(ParameterKernelsFiles.VECTORS), info.images(), info.parameters());
        importance = ColumnFile.open(
                folder.resolve(ParameterKernelsFiles.IMPORTANCE), info.weighed() == 0 ? 0 : 1, info.parameters());
    }

    /**
     * Opens a result.
     *
     * @throws dev.whence.engine.BadInputException if a file is missing or incomplete, naming it
     */
    public static ParameterKernels open(Path folder) {
        return new ParameterKernels(folder);
    }

    /** Whether a folder holds a result. */
    public static boolean isOne(Path folder) {
        return ParameterKernelsFiles.present(folder);
    }

    public ParameterKernelsInfo info() {
        return info;
    }

    /** An image's values for some parameters, outputs summed, {@code [set.size()]}. */
    public float[] vector(int image, ParameterSet set) {
        return values(vectors, image, set);
    }

    /**
     * How much each of some parameters matters: the sum over the {@linkplain ParameterKernelsInfo#weighed weighed} images
     * and all outputs of the absolute values, {@code [set.size()]}.
     *
     * @throws IllegalStateException if no image was weighed
     */
    public float[] importance(ParameterSet set) {
        if (info.weighed() == 0) {
            throw new IllegalStateException("importance was not asked for");
        }
        return values(importance, 0, set);
    }

    private static float[] values(ColumnFile file, int row, ParameterSet set) {
        float[] values = new float[set.size()];
        int at = 0;
        for (ParameterSet.Span span : set.spans()) {
            int count = span.to() - span.from();
            System.arraycopy(file.read(row, span.from(), count), 0, values, at, count);
            at += count;
        }
        return values;
    }

    /**
     * The cosines between the images' vectors of some parameters; 0 for an image whose vector is zero there. Vectors are
     * read tile by tile and never all in memory.
     *
     * @return float64, {@code [images, images]}
     * @throws dev.whence.engine.job.CancelledException if cancelled
     */
    public Tensor similarity(ExecutionEngine engine, ParameterSet set, Progress progress) {
        int n = info.images();
        double[] products = new double[Math.multiplyExact(n, n)];
        int width = Math.max(1, TILE / n);
        long done = 0;
        for (ParameterSet.Span span : set.spans()) {
            for (int from = span.from(); from < span.to(); from += width) {
                progress.checkCancelled();
                int to = Math.min(span.to(), from + width);
                try (Scope scope = engine.scope()) {
                    DeviceArray tile = scope.of(tile(from, to));
                    HostValues.addTo(products, tile.matmul(tile.transpose(0, 1)));
                }
                done += to - from;
                progress.update(done, set.size(), "parameters");
            }
        }
        return Tensor.of(cosines(products, n), n, n);
    }

    private Tensor tile(int from, int to) {
        int n = info.images();
        int width = to - from;
        float[] values = new float[n * width];
        for (int i = 0; i < n; i++) {
            System.arraycopy(vectors.read(i, from, width), 0, values, i * width, width);
        }
        return Tensor.of(values, n, width);
    }

    private static double[] cosines(double[] products, int n) {
        double[] cosines = new double[products.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double norms = Math.sqrt(products[i * n + i]) * Math.sqrt(products[j * n + j]);
                cosines[i * n + j] = norms == 0 ? 0 : Math.max(-1, Math.min(1, products[i * n + j] / norms));
            }
        }
        return cosines;
    }

    /** How it was computed, in words. */
    public List<String> choices() {
        return info.choices();
    }

    @Override
    public void close() {
        vectors.close();
        importance.close();
    }
}

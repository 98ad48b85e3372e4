package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.HostMemory;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code sum_r e_r e_r^T / lambda_r} over the directions {@code e_r} of largest curvature that the Arnoldi iteration finds
 * (Schioppa et al. 2022); nothing outside of them.
 *
 * @param values {@code lambda_r}, damping included, {@code [k]}
 * @param directions {@code e_r}, {@code [k, parameters]}
 */
record Arnoldi(Checkpoint at, Tensor values, Tensor directions) implements InverseCurvature {

    private static final String VALUES = "values";

    private static final String DIRECTIONS = "directions";

    static CurvatureMethod method(ArnoldiSettings settings) {
        return new CurvatureMethod() {

            @Override
            public InverseCurvature fit(Checkpoint at, Progress progress) {
                int size = Math.toIntExact(at.values());
                double[] start = new double[size];
                for (int i = 0; i < size; i++) {
                    start[i] = SplitMix.uniform(at.task().seed(), i);
                }
                return Arnoldi.fit(at, settings, Tensor.of(start, size), progress);
            }

            @Override
            public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
                Tensor values = state.get(VALUES);
                Tensor directions = state.get(DIRECTIONS);
                if (values == null || directions == null || directions.shape().dim(1) != at.values()) {
                    throw new BadInputException("The stored preparation lacks directions for these parameters.");
                }
                return new Arnoldi(at, values, directions);
            }
        };
    }

    /**
     * @param start the iteration's first vector, not zero, {@code [parameters]}
     */
    static Arnoldi fit(Checkpoint at, ArnoldiSettings settings, Tensor start, Progress progress) {
        requireMemory(
                at.values(), settings, at.task().requiredEngine().settings().precision(), HostMemory.available());
        int[] images = IntStream.range(0, at.images(settings.images())).toArray();
        try (NetworkRunner runner = at.task().requiredEngine().load(at.network());
                TrainingHessian hessian = new TrainingHessian(at, runner, images);
                Scope scope = at.task().requiredEngine().scope()) {
            progress.stage("Directions of largest curvature");
            KrylovSpace space = KrylovSpace.build(
                    scope.of(start), settings.iterations(), "krylov_" + at.number(), progress, (vector, step) -> {
                        DeviceArray image = hessian.times(vector, progress).add(vector.multiply(settings.damping()));
                        progress.update(step, settings.iterations() - 1, "Hessian products");
                        return image;
                    });
            KrylovSpace.Leading leading = space.leading(settings.directions(), progress);
            requirePositive(leading.values(), settings.damping());
            return new Arnoldi(at, Tensor.of(leading.values(), leading.values().length), leading.directions());
        }
    }

    /**
     * All vectors of the iteration are held until the directions are made of them.
     *
     * @param values parameters
     * @param available bytes of memory
     */
    static void requireMemory(long values, ArnoldiSettings settings, Precision precision, long available) {
        long width = precision == Precision.FLOAT64 ? 8 : 4;
        double kept = (double) Math.min(settings.directions(), values) * values;
        double bytes = width * (kept + (double) Math.min(settings.iterations(), values + 1) * values);
        if (bytes > available || kept > Integer.MAX_VALUE) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%d iterations and %d directions of %,d parameters take %.1f GB, with %.1f GB of memory free and at most"
                            + " %,d numbers in all directions together; choose fewer iterations, directions or parameters.",
                    settings.iterations(),
                    settings.directions(),
                    values,
                    bytes / 1e9,
                    available / 1e9,
                    Integer.MAX_VALUE));
        }
    }

    /** The square roots of the values scale both sides of a score, so that none may be negative. */
    private static void requirePositive(double[] values, double damping) {
        double least = Double.POSITIVE_INFINITY;
        int negative = 0;
        for (double value : values) {
            least = Math.min(least, value);
            negative += value <= 0 ? 1 : 0;
        }
        if (negative > 0) {
            throw new WorkFailedException(String.format(
                    Locale.ROOT,
                    "%d of the %d directions of largest curvature have negative curvature (least %.3g with the damping of"
                            + " %s), so that their influence has no meaning; raise the damping, for example to %.2g, or keep"
                            + " fewer directions.",
                    negative,
                    values.length,
                    least,
                    damping,
                    damping - 2 * least));
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(VALUES, values);
        state.put(DIRECTIONS, directions);
        return state;
    }

    @Override
    public Map<String, String> facts() {
        int kept = values.size();
        return Map.of(
                "Curvature",
                String.format(Locale.ROOT, "%.3g to %.3g in %d directions", values.get(0), values.get(kept - 1), kept));
    }

    @Override
    public Product open() {
        return new Projected();
    }

    private final class Projected implements Product {

        private final Scope scope = at.task().requiredEngine().scope();
        private final DeviceArray rows = scope.of(directions);
        private final DeviceArray scales = scope.of(values);

        @Override
        public DeviceArray times(DeviceArray gradients, Progress progress) {
            progress.checkCancelled();
            return gradients.matmul(rows.transpose(0, 1)).divide(scales).matmul(rows);
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}

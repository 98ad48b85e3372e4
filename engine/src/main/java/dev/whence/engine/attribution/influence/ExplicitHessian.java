package dev.whence.engine.attribution.influence;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.HostMemory;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowPass;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.ParameterSelection;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code (H + lambda I)^-1} with the Hessian written out, column by column from its products with unit vectors, and
 * decomposed. With several parts of the training images, the sum of the parts' inverses.
 *
 * @param factors LU factors of each part, {@code [p, p]}
 * @param pivots row exchanges of each part, {@code [p]}
 */
record ExplicitHessian(Checkpoint at, List<Tensor> factors, List<Tensor> pivots) implements InverseCurvature {

    /** Columns made between two looks at the cancel button and at the numbers. */
    private static final int BLOCK = 64;

    /** Matrices of the full size alive at the same time: the columns, the matrix, its factors and their copy. */
    private static final int COPIES = 4;

    /** No array may be larger. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE;

    static CurvatureMethod method(ExplicitSettings settings) {
        return new Method(settings);
    }

    /** The final layer's if nothing is chosen. */
    static List<String> parameters(String text, Network network, int finalLayer) {
        if (text.isBlank() && network.nodes().get(finalLayer).op() instanceof Op.Linear last) {
            return last.bias() == null ? List.of(last.weight()) : List.of(last.weight(), last.bias());
        }
        return ParameterSelection.parse(text.strip().equalsIgnoreCase("all") ? "" : text, network);
    }

    private record Method(ExplicitSettings settings) implements CurvatureMethod {

        @Override
        public List<String> parameters(String text, AttributionTask task, Network network) {
            return ExplicitHessian.parameters(text, network, task.finalLayer());
        }

        @Override
        public InverseCurvature fit(Checkpoint at, Progress progress) {
            requireMemory(at);
            List<Tensor> factors = new ArrayList<>();
            List<Tensor> pivots = new ArrayList<>();
            try (NetworkRunner runner = at.task().requiredEngine().load(at.network())) {
                for (int[] part : TrainingHessian.parts(at.images(settings.images()), settings.parts())) {
                    String name = "hessian_" + at.number() + "_" + factors.size();
                    try (TrainingHessian hessian = new TrainingHessian(at, runner, part);
                            Scope scope = at.task().requiredEngine().scope()) {
                        progress.stage("Hessian of the training loss");
                        RowPass rows = new RowPass(name, Math.toIntExact(at.values()), progress);
                        DeviceArray matrix = scope.of(matrix(rows, hessian, at, progress));
                        progress.stage("Decomposition of the Hessian");
                        List<DeviceArray> parts = matrix.luFactors(progress);
                        factors.add(parts.get(0).toHost());
                        pivots.add(parts.get(1).toHost());
                    }
                }
            }
            return new ExplicitHessian(at, factors, pivots);
        }

        /** The Hessian plus the damping; each row is made as a column, which is the same. */
        private Tensor matrix(RowPass rows, TrainingHessian hessian, Checkpoint at, Progress progress) {
            int size = Math.toIntExact(at.values());
            for (int from = rows.first(); from < size; from += BLOCK) {
                int to = Math.min(size, from + BLOCK);
                try (Scope work = at.task().requiredEngine().scope()) {
                    DeviceArray units = work.of(units(from, to, size));
                    List<DeviceArray> columns = new ArrayList<>();
                    for (int row = 0; row < to - from; row++) {
                        DeviceArray unit = units.slice(0, row, row + 1).reshape(-1);
                        columns.add(hessian.times(unit, progress).reshape(1, -1));
                    }
                    DeviceArray block = DeviceArray.concat(0, columns).add(units.multiply(settings.damping()));
                    NonFinite.check(
                            block.sum().toHost().get(0),
                            "column " + from + " of the Hessian",
                            "check the model's weights");
                    rows.take(from, block.toHost());
                }
                progress.update(to, size, "columns");
            }
            return rows.rows();
        }

        private static Tensor units(int from, int to, int size) {
            float[] rows = new float[(to - from) * size];
            for (int i = from; i < to; i++) {
                rows[(i - from) * size + i] = 1;
            }
            return Tensor.of(rows, to - from, size);
        }

        private static void requireMemory(Checkpoint at) {
            Precision precision = at.task().requiredEngine().settings().precision();
            long width = precision == Precision.FLOAT64 ? 8 : 4;
            double matrix = (double) at.values() * at.values() * width;
            double available = HostMemory.available();
            if (matrix > LARGEST_ARRAY || COPIES * matrix > available) {
                throw new BadInputException(String.format(
                        Locale.ROOT,
                        "The Hessian of %,d parameters takes %.1f GB and needs %.1f GB while it is decomposed, with %.1f GB"
                                + " of memory free and at most 2.1 GB for one matrix; choose fewer parameters or the method"
                                + " influence-cg.",
                        at.values(),
                        matrix / 1e9,
                        COPIES * matrix / 1e9,
                        available / 1e9));
            }
        }

        @Override
        public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
            List<Tensor> factors = new ArrayList<>();
            List<Tensor> pivots = new ArrayList<>();
            int parts = TrainingHessian.parts(at.images(settings.images()), settings.parts())
                    .size();
            for (int part = 0; part < parts; part++) {
                factors.add(stored(state.get("factors" + part), at.values()));
                pivots.add(stored(state.get("pivots" + part), at.values()));
            }
            return new ExplicitHessian(at, factors, pivots);
        }

        private static Tensor stored(@Nullable Tensor array, long size) {
            if (array == null || array.shape().dim(0) != size) {
                throw new BadInputException("The stored preparation lacks the decomposed Hessian of these parameters.");
            }
            return array;
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int part = 0; part < factors.size(); part++) {
            state.put("factors" + part, factors.get(part));
            state.put("pivots" + part, pivots.get(part));
        }
        return state;
    }

    @Override
    public Product open() {
        return new Solver();
    }

    private final class Solver implements Product {

        private final Scope scope = at.task().requiredEngine().scope();
        private final List<DeviceArray> matrices =
                factors.stream().map(scope::of).toList();
        private final List<DeviceArray> exchanges =
                pivots.stream().map(scope::of).toList();

        @Override
        public DeviceArray times(DeviceArray gradients, Progress progress) {
            DeviceArray sum = null;
            for (int part = 0; part < matrices.size(); part++) {
                progress.checkCancelled();
                DeviceArray solved = matrices.get(part).luSolve(exchanges.get(part), gradients.transpose(0, 1));
                sum = sum == null ? solved : sum.add(solved);
            }
            if (sum == null) {
                throw new WorkFailedException("There is no training image to make a Hessian of; choose more images.");
            }
            NonFinite.check(sum.sum().toHost().get(0), "the solution with the decomposed Hessian", "raise the damping");
            return sum.transpose(0, 1);
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}

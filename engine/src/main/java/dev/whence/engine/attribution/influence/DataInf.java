package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mean of single-image inverses instead of the inverse of the mean, layer by layer: {@code q = 1/N sum_i [v - v.g_i /
 * (lambda + |g_i|^2) g_i] / lambda} (Kwon et al. 2024, eq. 5).
 */
record DataInf(Checkpoint at, DataInfSettings settings) implements InverseCurvature {

    static CurvatureMethod method(DataInfSettings settings) {
        return new CurvatureMethod() {

            @Override
            public InverseCurvature fit(Checkpoint at, Progress progress) {
                return new DataInf(at, settings);
            }

            @Override
            public InverseCurvature restore(Checkpoint at, Map<String, Tensor> state) {
                return new DataInf(at, settings);
            }
        };
    }

    /** Weight and bias of one layer belong together: start and end of each layer's columns. */
    private List<int[]> layers() {
        Map<String, int[]> ranges = new LinkedHashMap<>();
        int from = 0;
        for (String name : at.parameters()) {
            int to = from + at.network().tensor(name).size();
            String layer = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            ranges.merge(layer, new int[] {from, to}, (known, added) -> new int[] {known[0], added[1]});
            from = to;
        }
        return List.copyOf(ranges.values());
    }

    @Override
    public Product open() {
        return new Corrected();
    }

    private final class Corrected implements Product {

        private final List<int[]> layers = layers();
        private final GradientRows gradients = at.gradients();

        @Override
        public DeviceArray times(DeviceArray queries, Progress progress) {
            int images = at.images(settings.images());
            List<DeviceArray> parts = new ArrayList<>();
            StateKeeper keeper = progress.state("corrections_" + at.number(), images);
            StateKeeper.State kept = keeper.kept();
            try (Scope scope = queries.scope().open()) {
                List<DeviceArray> sums = new ArrayList<>();
                for (int l = 0; l < layers.size(); l++) {
                    int width = layers.get(l)[1] - layers.get(l)[0];
                    sums.add(
                            kept == null
                                    ? scope.full(0, queries.shape().dim(0), width)
                                    : scope.of(kept.arrays().get(l)));
                }
                Representations train =
                        at.task().train().select(IntStream.range(0, images).toArray());
                int first = kept == null ? 0 : (int) kept.step();
                List<DeviceArray> asked = layers.stream()
                        .map(layer -> queries.slice(1, layer[0], layer[1]))
                        .toList();
                gradients.train(OutputFunction.LOSS, train, first, progress, (from, rows) -> {
                    accumulate(scope, asked, rows, sums);
                    keeper.keep(
                            from + (long) rows.shape().dim(0),
                            () -> sums.stream().map(DeviceArray::toHost).toList());
                });
                for (int l = 0; l < layers.size(); l++) {
                    DeviceArray corrected = asked.get(l).subtract(sums.get(l).multiply(1.0 / images));
                    parts.add(queries.scope().keep(corrected.multiply(1 / settings.damping())));
                }
            }
            return DeviceArray.concat(1, parts);
        }

        private void accumulate(Scope scope, List<DeviceArray> asked, DeviceArray rows, List<DeviceArray> sums) {
            for (int l = 0; l < layers.size(); l++) {
                int[] layer = layers.get(l);
                DeviceArray block = rows.slice(1, layer[0], layer[1]);
                DeviceArray damped = block.square().sum(false, 1).add(settings.damping());
                DeviceArray shares = asked.get(l).matmul(block.transpose(0, 1)).divide(damped);
                DeviceArray before = sums.get(l);
                sums.set(l, scope.keep(before.add(shares.matmul(block))));
                before.close();
            }
        }

        @Override
        public void close() {
            gradients.close();
        }
    }
}

package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.gradient.GradientRows;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.OutputFunction;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mean of single-image inverses instead of the inverse of the mean, layer by layer: {@code q = 1/N sum_i [v - v.g_i /
 * (lambda + |g_i|^2) g_i] / lambda} (Kwon et al. 2024, eq. 5).
 */
final class DataInf implements InverseCurvature {

    private final AttributionTask task;
    private final DataInfSettings settings;
    private final GradientRows gradients;
    /** Column ranges of the layers: start and end by turns. */
    private final List<int[]> layers;

    DataInf(
            AttributionTask task,
            Network network,
            List<String> parameters,
            GradientRows gradients,
            DataInfSettings settings) {
        this.task = task;
        this.settings = settings;
        this.gradients = gradients;
        this.layers = layers(network, parameters);
    }

    /** Weight and bias of one layer belong together. */
    private static List<int[]> layers(Network network, List<String> parameters) {
        Map<String, int[]> ranges = new LinkedHashMap<>();
        int from = 0;
        for (String name : parameters) {
            int to = from + network.tensor(name).size();
            String layer = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            ranges.merge(layer, new int[] {from, to}, (known, added) -> new int[] {known[0], added[1]});
            from = to;
        }
        return List.copyOf(ranges.values());
    }

    @Override
    public DeviceArray times(DeviceArray queries, Progress progress) {
        int images = settings.images() == 0
                ? task.train().size()
                : Math.min(settings.images(), task.train().size());
        List<DeviceArray> parts = new ArrayList<>();
        try (Scope scope = queries.scope().open()) {
            List<DeviceArray> sums = new ArrayList<>();
            for (int[] layer : layers) {
                sums.add(scope.full(0, queries.shape().dim(0), layer[1] - layer[0]));
            }
            gradients.train(
                    OutputFunction.LOSS,
                    task.train().select(IntStream.range(0, images).toArray()),
                    progress,
                    (from, rows) -> accumulate(scope, queries, rows, sums));
            for (int l = 0; l < layers.size(); l++) {
                DeviceArray own = queries.slice(1, layers.get(l)[0], layers.get(l)[1]);
                DeviceArray corrected = own.subtract(sums.get(l).multiply(1.0 / images));
                parts.add(queries.scope().keep(corrected.multiply(1 / settings.damping())));
            }
        }
        return DeviceArray.concat(1, parts);
    }

    private void accumulate(Scope scope, DeviceArray queries, DeviceArray rows, List<DeviceArray> sums) {
        for (int l = 0; l < layers.size(); l++) {
            int[] layer = layers.get(l);
            DeviceArray block = rows.slice(1, layer[0], layer[1]);
            DeviceArray damped = block.square().sum(false, 1).add(settings.damping());
            DeviceArray shares = queries.slice(1, layer[0], layer[1])
                    .matmul(block.transpose(0, 1))
                    .divide(damped);
            DeviceArray before = sums.get(l);
            sums.set(l, scope.keep(before.add(shares.matmul(block))));
            before.close();
        }
    }
}

package dev.whence.app.cli.report;

import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.ElementType;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code whence attribute} found.
 *
 * @param trainIds content hashes of the training images
 * @param testIds content hashes of the test images, absent like all that follows if there are none
 * @param scores {@code [tests, train]}, or {@code [1, train]} for a group
 * @param selfInfluence {@code [train]}, absent if not asked for
 * @param group whether all test images are explained together
 */
public record AttributionResult(
        Attributor attributor,
        List<String> trainIds,
        @Nullable List<String> testIds,
        @Nullable Representations tests,
        @Nullable Targets targets,
        @Nullable Tensor scores,
        @Nullable Tensor selfInfluence,
        boolean group) {

    /** Writes the arrays under their documented names, whole or not at all. */
    public void write(Path out, String manifest) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        if (scores != null && targets != null && testIds != null) {
            arrays.put("scores", scores.toFloat32());
            arrays.put("target", longs(targets.positive()));
            if (Arrays.stream(targets.negative()).anyMatch(negative -> negative >= 0)) {
                arrays.put("target_against", longs(targets.negative()));
            }
            words.put("test_ids", testIds);
        }
        words.put("train_ids", trainIds);
        if (selfInfluence != null) {
            arrays.put("self_influence", selfInfluence.toFloat32());
        }
        attributor.extras().forEach((name, array) -> arrays.putIfAbsent(name, documentedType(array)));
        NpzWriter.write(out, arrays, words, Map.of("manifest.json", manifest));
    }

    /** Arrays are float32; single numbers keep their precision. */
    private static Tensor documentedType(Tensor array) {
        return array.type() == ElementType.FLOAT64 && array.shape().rank() > 0 ? array.toFloat32() : array;
    }

    private static Tensor longs(int[] values) {
        return Tensor.of(Arrays.stream(values).asLongStream().toArray(), values.length);
    }
}

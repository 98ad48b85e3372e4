package dev.whence.app.cli.report;

import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.PairAnswer;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays of heatmap files under their documented names. */
public final class MapFiles {

    private MapFiles() {}

    /**
     * Refuses more maps than one array can hold.
     *
     * @throws BadInputException if so
     */
    public static void requireRoom(Workspace opened, long maps) {
        long values = opened.classifier().network().inputShape().size();
        long most = (Integer.MAX_VALUE - 8L) / values;
        if (maps > most) {
            throw new BadInputException(
                    "One file holds at most " + most + " maps of this size, not " + maps + "; choose fewer images.");
        }
    }

    /** @param ids content hashes of the images */
    public static void writeDecisions(Path out, HeatmapAnswer answer, List<String> ids, String manifest) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("relevance", answer.maps().relevance().toFloat32());
        arrays.put("target", longs(answer.targets().positive()));
        if (Arrays.stream(answer.targets().negative()).anyMatch(negative -> negative >= 0)) {
            arrays.put("target_against", longs(answer.targets().negative()));
        }
        arrays.put("explained", floats(answer.maps().explained()));
        arrays.put("conservation", conservation(answer.maps()));
        NpzWriter.write(out, arrays, Map.of("ids", ids), Map.of("manifest.json", manifest));
    }

    /**
     * @param trainIds content hashes of all training images
     * @param testIds content hashes of all test images
     */
    public static void writePairs(
            Path out, PairAnswer answer, List<String> trainIds, List<String> testIds, String manifest) {
        int[] tests = answer.pairs().stream().mapToInt(Pair::test).toArray();
        int[] train = answer.pairs().stream().mapToInt(Pair::train).toArray();
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("test_index", longs(tests));
        arrays.put("train_index", longs(train));
        arrays.put(
                "score", floats(answer.pairs().stream().mapToDouble(Pair::score).toArray()));
        arrays.put("train_relevance", answer.maps().train().relevance().toFloat32());
        arrays.put("test_relevance", answer.maps().test().relevance().toFloat32());
        arrays.put("train_conservation", conservation(answer.maps().train()));
        arrays.put("test_conservation", conservation(answer.maps().test()));
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("test_ids", Arrays.stream(tests).mapToObj(testIds::get).toList());
        words.put("train_ids", Arrays.stream(train).mapToObj(trainIds::get).toList());
        NpzWriter.write(out, arrays, words, Map.of("manifest.json", manifest));
    }

    private static Tensor conservation(Heatmaps maps) {
        double[] ratios = new double[maps.explained().length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = maps.conservation(i);
        }
        return floats(ratios);
    }

    private static Tensor floats(double[] values) {
        return Tensor.of(values, values.length).toFloat32();
    }

    private static Tensor longs(int[] values) {
        return Tensor.of(Arrays.stream(values).asLongStream().toArray(), values.length);
    }
}

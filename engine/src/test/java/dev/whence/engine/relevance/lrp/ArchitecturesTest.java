package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ClassifierImporter;
import dev.whence.engine.model.reader.ModelFile;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.relevance.HeatmapTask.InputRange;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imported networks of many shapes against the reference, setting by setting. */
class ArchitecturesTest {

    @ParameterizedTest
    @CsvSource({"cat, 21", "dense, 21", "se, 21", "pre, 20", "mlp, 19", "mobile, 24", "token, 45", "reuse, 15"})
    void equalTheReference(String name, int settings) {
        Map<String, Tensor> stored = NpzFile.readAll(GoldenModels.file("more/" + name + ".npz"));
        List<String> keys =
                stored.keySet().stream().filter(key -> key.contains("=")).toList();
        assertEquals(settings, keys.size());
        try (ExecutionEngine engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1))) {
            HeatmapTask task = task(engine, name, stored);
            Question question = Question.of((int) stored.get("classes").longs()[0]);
            assertAll(keys.stream().<Executable>map(key -> () -> {
                try (LrpExplainer explainer = new LrpMethod().prepare(task, settings(key))) {
                    Tensor map = GoldenModels.sumOverChannels(explainer
                            .explain(stored.get("x"), question, Progress.none())
                            .relevance());
                    double error = GoldenModels.worstError(map, stored.get(key));
                    assertTrue(error <= 1e-6, () -> key + ": " + error);
                }
            }));
        }
    }

    private static HeatmapTask task(ExecutionEngine engine, String name, Map<String, Tensor> stored) {
        ModelFile file = ModelReader.open(GoldenModels.file("more/" + name + ".pt"));
        Network network = ClassifierImporter.importModel(
                        file, stored.get("x").shape().dropFirst(), null, engine, null)
                .network();
        InputRange range = new InputRange(stored.get("low"), stored.get("high"));
        return new HeatmapTask(engine, network, network.output(), range, null, 0);
    }

    private static LrpSettings settings(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String part : key.split(" ")) {
            int equals = part.indexOf('=');
            texts.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return SettingsSchema.of(LrpSettings.class).parse(texts);
    }
}

package dev.whence.engine.relevance.lrp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.relevance.GoldenModels;
import dev.whence.engine.relevance.HeatmapExplainer.Question;
import dev.whence.engine.relevance.HeatmapTask;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Composites written out layer by layer, and rules that do not suit a layer. */
class RuleOverridesTest {

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT64, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "epsilon-gamma-box, conv1=box; conv2=gamma",
        "epsilon-alpha2-beta1-flat, conv1=flat; conv2=alpha-beta:2",
        "epsilon-plus, conv1=zplus; fc1=epsilon; relu1=pass",
        "deconvnet, conv1=gradient; conv2=gradient; fc1=gradient; fc2=gradient; relu1=deconvnet; relu2=deconvnet;"
                + " relu3=deconvnet",
        "guided-backprop, conv1=gradient; conv2=gradient; fc1=gradient; fc2=gradient; relu1=guided; relu2=guided;"
                + " relu3=guided",
        "beta-smooth, conv1=gradient; conv2=gradient; fc1=gradient; fc2=gradient; relu1=beta-smooth;"
                + " relu2=beta-smooth:10; relu3=beta-smooth"
    })
    void giveTheNamedComposite(String composite, String rules) {
        assertArrayEquals(
                map(Map.of("composite", composite)).doubles(),
                map(Map.of("composite", "epsilon-plus", "rules", rules)).doubles());
    }

    @ParameterizedTest
    @CsvSource({
        "conv2=box, does not suit",
        "relu1=box, does not suit",
        "conv1=guided, does not suit",
        "conv1=best, choose from"
    })
    void thatDoNotSuitAreRefused(String rules, String part) {
        String sentence = assertThrows(BadInputException.class, () -> map(Map.of("rules", rules)))
                .getMessage();
        assertTrue(sentence.contains(part), sentence);
    }

    private static Tensor map(Map<String, String> settings) {
        Network network = GoldenModels.network("m1");
        HeatmapTask task = new HeatmapTask(engine, network, network.output(), GoldenModels.range("m1"), null, 0);
        Tensor images =
                NpzFile.readAll(GoldenModels.file("inputs.npz")).get("m1").take(0, 5);
        try (LrpExplainer explainer = new LrpMethod()
                .prepare(task, SettingsSchema.of(LrpSettings.class).parse(settings))) {
            return explainer
                    .explain(images, Question.of(new int[] {1, 4}), Progress.none())
                    .relevance();
        }
    }
}

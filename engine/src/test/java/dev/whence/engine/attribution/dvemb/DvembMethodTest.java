package dev.whence.engine.attribution.dvemb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.history.HistoryWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method on a training history in a folder. */
class DvembMethodTest {

    private static GoldenAttribution golden;
    private static Map<String, Tensor> stored;
    private static AttributionTask task;
    private static DescentSteps steps;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
        stored = NpzFile.readAll(GoldenAttribution.file("g3/dvemb.npz"));
        task = GoldenDvembTest.task(golden, "g3", stored);
        steps = GoldenDvembTest.steps("g3", task, stored);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @Test
    void aHistoryInAFolderGivesTheReferencesScores() {
        write(1);
        for (int epoch : new int[] {-1, 0}) {
            Attributor attributor = attributor("history=" + folder + ";epoch=" + epoch);
            Tensor expected = stored.get(epoch < 0 ? "dvemb_full" : "dvemb_full_epoch0");
            assertTrue(GoldenAttribution.error(expected, 1, scores(attributor, new Target.Label())) <= 1e-5);
        }
    }

    @Test
    void embeddingsAreRestoredAndSayWhoActsOnItself() {
        write(1);
        String settings = "history=" + folder + ";projection=kronecker;dimensions=400";
        Attributor prepared = attributor(settings);
        DvembMethod method = new DvembMethod();
        Attributor restored = method.restore(task, GoldenAttribution.settings(method, settings), prepared.state());
        Tensor scores = scores(prepared, new Target.Label());
        assertArrayEquals(scores.floats(), scores(restored, new Target.Label()).floats());
        Tensor exact = scores(attributor("history=" + folder), new Target.Label());
        assertTrue(correlation(exact, scores) > 0.9, () -> "correlation " + correlation(exact, scores));
        Tensor own = prepared.selfInfluence(Progress.none());
        Tensor ownExact = attributor("history=" + folder).selfInfluence(Progress.none());
        assertTrue(correlation(ownExact, own) > 0.9, () -> "correlation " + correlation(ownExact, own));
    }

    @Test
    void aContrastIsTheDifferenceOfItsClasses() {
        write(1);
        Attributor attributor = attributor("history=" + folder + ";function=logit");
        Tensor first = scores(attributor, new Target.OfClass(2));
        Tensor second = scores(attributor, new Target.OfClass(6));
        Tensor contrast = scores(attributor, new Target.Contrast(2, 6));
        for (int i = 0; i < contrast.size(); i++) {
            assertEquals(first.get(i) - second.get(i), contrast.get(i), 1e-6);
        }
    }

    @Test
    void fewerStoredStatesAreSaid() {
        write(5);
        Attributor attributor = attributor("history=" + folder);
        assertTrue(attributor.facts().containsKey("Stored states"));
        assertTrue(correlation(stored.get("dvemb_full"), transposed(scores(attributor, new Target.Label()))) > 0.8);
    }

    @Test
    void withoutAHistoryItSaysWhatToGive() {
        String message =
                assertThrows(BadInputException.class, () -> attributor(null)).getMessage();
        assertTrue(message.contains("history=FOLDER"), message);
        assertThrows(BadInputException.class, () -> attributor("history=" + folder.resolve("none")));
    }

    @Test
    void anotherHistoryInTheSameFolderIsAnotherFingerprint() {
        DvembMethod method = new DvembMethod();
        DvembSettings settings = GoldenAttribution.settings(method, "history=" + folder);
        write(1);
        String before = method.fingerprint(settings);
        write(5);
        assertNotEquals(before, method.fingerprint(settings));
    }

    private Attributor attributor(String settings) {
        return GoldenAttribution.fit(new DvembMethod(), task, settings);
    }

    private static Tensor scores(Attributor attributor, Target target) {
        Representations tests = golden.tests(task);
        return attributor.attribute(tests, Targets.resolve(target, tests), Progress.none());
    }

    private static Tensor transposed(Tensor scores) {
        int rows = scores.shape().dim(0);
        int columns = scores.shape().dim(1);
        double[] values = new double[scores.size()];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                values[c * rows + r] = scores.get(r * columns + c);
            }
        }
        return Tensor.of(values, columns, rows);
    }

    private static double correlation(Tensor a, Tensor b) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.size(); i++) {
            product += a.get(i) * b.get(i);
            left += a.get(i) * a.get(i);
            right += b.get(i) * b.get(i);
        }
        return product / Math.sqrt(left * right);
    }

    /** @param every how many steps a state is stored */
    private void write(int every) {
        List<ParameterGroup> groups = ParameterGroup.ofParameters(task.network());
        TrainingDescription.Images images = new TrainingDescription.Images(
                folder.resolve("images"), false, "", steps.labels().length, "", Preprocessing.none(), List.of());
        TrainingDescription description = new TrainingDescription(
                folder.resolve("model.pt"), images, new Optimizer.Sgd(0), Augmentation.none(), BatchNormMode.ABSENT, 0);
        try (HistoryWriter writer =
                HistoryWriter.create(folder, description, groups, List.of(), steps.labels(), false)) {
            float[] none = new float[0];
            for (int s = 0; s < steps.steps(); s++) {
                if (s % every == 0) {
                    writer.state(s, ParameterGroup.join(groups, steps.weights(s)), none, none);
                }
                writer.step(steps.batch(s), new int[0], steps.learningRate(s), 0, Double.NaN, Double.NaN);
            }
            writer.state(steps.steps(), ParameterGroup.join(groups, steps.last()), none, none);
            writer.commit();
        }
    }
}

package dev.whence.engine.attribution.dual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the method refuses, how it stops, and that the order of the images plays no part. */
class DualDaMethodTest {

    private static final int SAMPLES = 300;

    private final DualDaMethod method = new DualDaMethod();
    private final DualDaSettings settings =
            SettingsSchema.of(DualDaSettings.class).parse(Map.of());
    private final Map<String, Tensor> golden = Golden.read("m1");

    private Representations train(boolean turned, Tensor labels) {
        Tensor features = golden.get("features_train").rows(0, SAMPLES);
        Tensor logits = golden.get("logits_train").rows(0, SAMPLES);
        return turned
                ? Golden.representations(turn(features), turn(labels), turn(logits))
                : Golden.representations(features, labels, logits);
    }

    private Tensor labels() {
        return golden.get("labels_train").rows(0, SAMPLES);
    }

    private static Tensor turn(Tensor tensor) {
        int n = tensor.shape().dim(0);
        int width = tensor.size() / n;
        if (tensor.shape().rank() == 1) {
            long[] values = new long[n];
            for (int i = 0; i < n; i++) {
                values[n - 1 - i] = tensor.longs()[i];
            }
            return Tensor.of(values, n);
        }
        float[] values = new float[n * width];
        for (int i = 0; i < n; i++) {
            System.arraycopy(tensor.floats(), i * width, values, (n - 1 - i) * width, width);
        }
        return Tensor.of(values, n, width);
    }

    private String refusal(long[] labels) {
        AttributionTask task = Golden.task(train(false, Tensor.of(labels, SAMPLES)));
        return String.valueOf(assertThrows(BadInputException.class, () -> method.fit(task, settings, Progress.none()))
                .getMessage());
    }

    @Test
    void oneClassOnlyIsRefused() {
        long[] same = new long[SAMPLES];
        Arrays.fill(same, 3);
        assertTrue(refusal(same).startsWith("All training images are of one class"), refusal(same));
    }

    @Test
    void aMissingLabelIsRefused() {
        long[] labels = labels().longs().clone();
        labels[17] = -1;
        assertTrue(refusal(labels).startsWith("Training image 17 has no label"), refusal(labels));
    }

    @Test
    void theOrderOfTheTrainingImagesDoesNotMatter() {
        Representations tests = Golden.representations(golden, "test");
        Targets targets = Targets.resolve(new Target.Predicted(), tests);
        float[] forth = scores(train(false, labels()), tests, targets);
        float[] back = scores(train(true, labels()), tests, targets);
        for (int t = 0; t < tests.size(); t++) {
            float largest = 0;
            for (int i = 0; i < SAMPLES; i++) {
                largest = Math.max(largest, Math.abs(forth[t * SAMPLES + i]));
            }
            for (int i = 0; i < SAMPLES; i++) {
                assertEquals(forth[t * SAMPLES + i], back[(t + 1) * SAMPLES - 1 - i], 1e-4f * largest);
            }
        }
    }

    private float[] scores(Representations train, Representations tests, Targets targets) {
        Attributor attributor = method.fit(Golden.task(train), settings, Progress.none());
        assertEquals("yes", attributor.facts().get("Converged"));
        return attributor.attribute(tests, targets, Progress.none()).floats();
    }

    @Test
    void cancellingInTheMiddleStopsTheSolver() {
        AttributionTask task = Golden.task(Golden.representations(golden, "train"));
        CancelledMidway progress = new CancelledMidway();
        assertThrows(CancelledException.class, () -> method.fit(task, settings, progress));
        assertTrue(progress.sweeps >= 20 && progress.sweeps <= 40, progress.sweeps + " sweeps");
    }

    @Test
    void coefficientsThatDoNotFitAreRefused() {
        AttributionTask task = Golden.task(train(false, labels()));
        Attributor solved = method.fit(task, settings, Progress.none());
        Map<String, Tensor> state = solved.state();
        Tensor rows = state.get("rows");
        long[] outside = rows.longs().clone();
        outside[outside.length - 1] = SAMPLES;
        assertUnfit(task, without(state, "alpha"));
        assertUnfit(task, with(state, "rows", Tensor.of(outside, outside.length)));
        assertUnfit(task, with(state, "rows", rows.rows(1, rows.size())));
        assertUnfit(task, with(state, "effort", Tensor.of(new long[] {1}, 1)));
        assertArrayEquals(
                solved.extras().get("weights").floats(),
                method.restore(task, settings, state).extras().get("weights").floats());
    }

    private void assertUnfit(AttributionTask task, Map<String, Tensor> state) {
        String message =
                String.valueOf(assertThrows(BadInputException.class, () -> method.restore(task, settings, state))
                        .getMessage());
        assertTrue(message.startsWith("The stored DualDA coefficients cannot be used because"), message);
    }

    private static Map<String, Tensor> without(Map<String, Tensor> state, String name) {
        Map<String, Tensor> fewer = new HashMap<>(state);
        fewer.remove(name);
        return fewer;
    }

    private static Map<String, Tensor> with(Map<String, Tensor> state, String name, Tensor value) {
        Map<String, Tensor> changed = new HashMap<>(state);
        changed.put(name, value);
        return changed;
    }

    /** Wishes to stop once twenty sweeps are done. */
    private static final class CancelledMidway implements Progress {

        private long sweeps;

        @Override
        public void stage(String title) {}

        @Override
        public void update(long done, long total, String unit) {
            sweeps = Math.max(sweeps, done);
        }

        @Override
        public void note(String text) {}

        @Override
        public boolean isCancelled() {
            return sweeps >= 20;
        }
    }
}

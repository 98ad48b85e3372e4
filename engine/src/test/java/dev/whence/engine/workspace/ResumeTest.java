package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that is stopped after any number of blocks and gone on with gives the bits of work that was not stopped. */
class ResumeTest {

    private static final DataSource TRAIN =
            new DataSource(PipelineFixtures.file("fmnist_idx/train-images-idx3-ubyte"), false, "0-299");
    private static final DataSource TEST =
            new DataSource(PipelineFixtures.file("fmnist_idx/t10k-images-idx3-ubyte"), false, "0-4");

    /** Fewer dimensions than images. */
    private static final Map<String, Map<String, String>> SETTINGS = Map.of("trak", Map.of("dimensions", "64"));

    @ParameterizedTest
    @ValueSource(strings = {"tracin", "grad-cos", "datainf", "trak"})
    void stoppedAnywhereItGoesOnWithTheSameBits(String id) {
        try (Workspace workspace = Workspace.open(
                PipelineFixtures.spec("m1_fmnist-cnn.pt", TRAIN, TEST, PipelineFixtures.fashion(), null),
                Progress.none())) {
            float[] whole = scores(workspace, MethodRegistry.byId(id), Progress.none());
            Memory memory = new Memory();
            int attempts = 0;
            float[] resumed = null;
            while (resumed == null) {
                attempts++;
                try {
                    resumed = scores(workspace, MethodRegistry.byId(id), memory.stoppingAfter(1));
                } catch (CancelledException stopped) {
                    assertTrue(attempts < 100, "it never gets further");
                }
            }
            assertTrue(attempts >= 3, "it was stopped only " + (attempts - 1) + " times");
            assertArrayEquals(whole, resumed);
            assertThrows(
                    CancelledException.class,
                    () -> scores(workspace, MethodRegistry.byId(id), new Memory().stoppingAfter(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracin", "datainf"})
    void whoWatchesSeesTheRankingGrow(String id) {
        try (Workspace workspace = Workspace.open(
                PipelineFixtures.spec("m1_fmnist-cnn.pt", TRAIN, TEST, PipelineFixtures.fashion(), null),
                Progress.none())) {
            Map<Integer, Explanation> seen = new HashMap<>();
            Explanation whole = explain(workspace, MethodRegistry.byId(id), seen);
            assertEquals(300, whole.scored());
            assertTrue(!seen.isEmpty(), "nothing was shown before the end");
            seen.forEach((scored, part) -> {
                assertEquals(scored, part.scores().length);
                for (int i = 0; i < scored; i++) {
                    assertEquals(whole.scores()[i], part.scores()[i]);
                }
            });
        }
    }

    private static <S extends Record> Explanation explain(
            Workspace workspace, AttributionMethod<S> method, Map<Integer, Explanation> seen) {
        S settings = SettingsSchema.of(method.settingsType()).defaults();
        return workspace.explain(
                method,
                settings,
                new int[] {2},
                new Target.Predicted(),
                part -> seen.put(part.scored(), part),
                Progress.none());
    }

    private static <S extends Record> float[] scores(
            Workspace workspace, AttributionMethod<S> method, Progress progress) {
        S settings = SettingsSchema.of(method.settingsType()).parse(SETTINGS.getOrDefault(method.id(), Map.of()));
        Representations train = workspace.representations(Split.TRAIN, Progress.none());
        Representations tests = workspace.representations(Split.TEST, Progress.none());
        Attributor attributor = method.fit(((OpenedWorkspace) workspace).task(method, train), settings, progress);
        return attributor
                .attribute(tests, Targets.resolve(new Target.Predicted(), tests), progress)
                .floats();
    }

    /** Finished rows in memory, and a process that stops after a number of blocks. */
    private static final class Memory {

        private final Map<String, Tensor> rows = new HashMap<>();

        Progress stoppingAfter(int blocks) {
            return new Progress() {
                private int left = blocks;

                @Override
                public void stage(String title) {}

                @Override
                public void update(long done, long total, String unit) {}

                @Override
                public void note(String text) {}

                @Override
                public boolean isCancelled() {
                    return left <= 0;
                }

                @Override
                public RowKeeper rows(String pass, int count) {
                    return new RowKeeper() {
                        @Override
                        public @Nullable Tensor kept() {
                            return rows.get(pass);
                        }

                        @Override
                        public void keep(int from, Tensor block) {
                            left--;
                            Tensor before = rows.get(pass);
                            rows.put(pass, before == null ? block : joined(before, block));
                        }
                    };
                }
            };
        }

        private static Tensor joined(Tensor a, Tensor b) {
            int width = a.shape().dim(1);
            int count = a.shape().dim(0) + b.shape().dim(0);
            double[] all = new double[count * width];
            for (int i = 0; i < all.length; i++) {
                all[i] = i < a.size() ? a.get(i) : b.get(i - a.size());
            }
            Tensor wide = Tensor.of(all, count, width);
            return a.type() == b.type() && a.type() == wide.type() ? wide : wide.toFloat32();
        }
    }
}

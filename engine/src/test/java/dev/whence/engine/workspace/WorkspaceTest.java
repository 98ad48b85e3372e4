package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.dual.DualDaMethod;
import dev.whence.engine.attribution.dual.DualDaSettings;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, explaining, storing, refusing. */
class WorkspaceTest {

    private static final DualDaMethod METHOD = new DualDaMethod();
    private static final DualDaSettings DEFAULTS =
            SettingsSchema.of(METHOD.settingsType()).defaults();

    private static final DataSource TRAIN =
            new DataSource(PipelineFixtures.file("fmnist_idx/train-images-idx3-ubyte"), false, "0-299");
    private static final DataSource TEST = PipelineFixtures.images("fmnist_idx/t10k-images-idx3-ubyte");
    /** Position of the planted image: behind all others. */
    private static final int PLANTED = 300;

    @TempDir
    Path folder;

    /** Images that the network gets wrong: a copy with the right label speaks loudest for it. */
    @ParameterizedTest
    @ValueSource(ints = {10, 12, 13})
    void aPlantedDuplicateWithTheRightLabelIsTheTopProponent(int test) {
        int label = SplitImages.open(TEST).label(test);
        assertEquals(
                PLANTED,
                explainPlanted(test, label).ranking().proponents().get(0).train());
    }

    /** Images that the network gets right: a copy with a wrong label speaks loudest against the class. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9})
    void aPlantedDuplicateWithAWrongLabelIsTheTopOpponent(int test) {
        int wrong = (SplitImages.open(TEST).label(test) + 5) % 10;
        assertEquals(
                PLANTED,
                explainPlanted(test, wrong).ranking().opponents().get(0).train());
    }

    /** Explains the true class of a test image that was copied among the training images under the given label. */
    private Explanation explainPlanted(int test, int label) {
        byte[] pixels = new byte[(PLANTED + 1) * 28 * 28];
        long[] labels = new long[PLANTED + 1];
        ImageDataset images = SplitImages.open(TRAIN);
        for (int i = 0; i < PLANTED; i++) {
            System.arraycopy(images.picture(i).pixels(), 0, pixels, i * 28 * 28, 28 * 28);
            labels[i] = images.label(i);
        }
        ImageDataset tests = SplitImages.open(TEST);
        System.arraycopy(tests.picture(test).pixels(), 0, pixels, PLANTED * 28 * 28, 28 * 28);
        labels[PLANTED] = label;
        Path train = folder.resolve("train.npz");
        NpzWriter.write(
                train,
                Map.of("images", Tensor.of(pixels, labels.length, 28, 28), "labels", Tensor.of(labels, labels.length)));
        WorkspaceSpec spec = PipelineFixtures.spec(
                "m1_fmnist-cnn.pt", new DataSource(train, false, null), TEST, PipelineFixtures.fashion(), null);
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            return workspace.explain(METHOD, DEFAULTS, test, new Target.Label(), Progress.none());
        }
    }

    @Test
    void aStoredFitGivesTheSameScoresAndAnotherSettingDoesNotReuseIt() {
        Path cache = folder.resolve("cache");
        Explanation fresh = explain(cache, DEFAULTS);
        List<String> stages = new ArrayList<>();
        Explanation stored = explain(cache, DEFAULTS, recording(stages));
        assertArrayEquals(fresh.scores(), stored.scores());
        assertEquals(fresh.provenance(), stored.provenance());
        assertTrue(stages.stream().noneMatch(stage -> stage.startsWith("Features")), stages::toString);
        DualDaSettings other = SettingsSchema.of(METHOD.settingsType()).parse(Map.of("c", "0.01"));
        stages.clear();
        explain(cache, other, recording(stages));
        assertTrue(stages.stream().anyMatch(stage -> stage.startsWith("Preparing")), stages::toString);
    }

    @Test
    void anUnreadableImageIsLeftOutAndNamed() throws IOException {
        Path train = folder.resolve("train");
        copyTree(PipelineFixtures.file("fmnist_png"), train);
        Files.writeString(train.resolve("8_bag/broken.png"), "no picture");
        WorkspaceSpec spec = PipelineFixtures.spec(
                "m1_fmnist-cnn.pt", new DataSource(train, false, null), null, PipelineFixtures.fashion(), null);
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            assertEquals(16, workspace.images(Split.TRAIN).size());
            assertEquals(1, workspace.unreadable(Split.TRAIN).size());
            assertTrue(workspace.unreadable(Split.TRAIN).get(0).name().contains("broken.png"));
        }
    }

    @Test
    void aModelForThreeChannelsOnGreyImagesIsRefused() {
        WorkspaceSpec spec = PipelineFixtures.spec(
                "m4_cifar-vgg-bn.pt",
                null,
                PipelineFixtures.images("fmnist_idx/t10k-images-idx3-ubyte"),
                PipelineFixtures.fashion(),
                null);
        BadInputException refusal = assertThrows(BadInputException.class, () -> Workspace.open(spec, Progress.none()));
        assertTrue(refusal.sentence().contains("channel"), refusal::sentence);
    }

    @Test
    void oneClassOnlyIsRefused() throws IOException {
        Path train = Files.createDirectories(folder.resolve("train"));
        copyTree(PipelineFixtures.file("fmnist_png").resolve("4_coat"), train.resolve("4_coat"));
        WorkspaceSpec spec = PipelineFixtures.spec(
                "m1_fmnist-cnn.pt",
                new DataSource(train, false, null),
                new DataSource(train, false, null),
                PipelineFixtures.fashion(),
                null);
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            BadInputException refusal = assertThrows(
                    BadInputException.class,
                    () -> workspace.explain(METHOD, DEFAULTS, 0, new Target.Predicted(), Progress.none()));
            assertTrue(refusal.sentence().contains("class"), refusal::sentence);
        }
    }

    @Test
    void cancellingLeavesTheWorkspaceUsable() {
        try (Workspace workspace = Workspace.open(spec(null), Progress.none())) {
            assertThrows(
                    CancelledException.class,
                    () -> workspace.explain(METHOD, DEFAULTS, 0, new Target.Predicted(), Progress.silent(() -> true)));
            Explanation explanation = workspace.explain(METHOD, DEFAULTS, 0, new Target.Predicted(), Progress.none());
            assertTrue(explanation.ranking().proponents().size() > 0);
        }
    }

    private static WorkspaceSpec spec(@Nullable Path cache) {
        return PipelineFixtures.spec("m1_fmnist-cnn.pt", TRAIN, TEST, PipelineFixtures.fashion(), cache);
    }

    private static Explanation explain(@Nullable Path cache, DualDaSettings settings) {
        return explain(cache, settings, Progress.none());
    }

    private static Explanation explain(@Nullable Path cache, DualDaSettings settings, Progress progress) {
        try (Workspace workspace = Workspace.open(spec(cache), progress)) {
            return workspace.explain(METHOD, settings, 3, new Target.Predicted(), progress);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static Progress recording(List<String> stages) {
        return new Progress() {
            @Override
            public void stage(String title) {
                stages.add(title);
            }

            @Override
            public void update(long done, long total, String unit) {}

            @Override
            public void note(String text) {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }
}

package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.dual.DualDaMethod;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From image files to logits and attributions, against other programs' numbers. */
class GoldenPipelineTest {

    static Stream<Arguments> classifiers() {
        Preprocessing fashion = PipelineFixtures.fashion();
        Preprocessing unit = PipelineFixtures.normalised(1, List.of(), List.of());
        Preprocessing cifar =
                PipelineFixtures.normalised(3, List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616));
        String idx = "fmnist_idx/t10k-images-idx3-ubyte";
        return Stream.of(
                Arguments.of("m1", "m1_fmnist-cnn.pt", idx, fashion),
                Arguments.of("m1", "m1_fmnist-cnn.pt", "fmnist_png", fashion),
                Arguments.of("m2", "m2_fmnist-xcnn.pt", idx, unit),
                Arguments.of("m2", "m2_fmnist-xcnn.pt", "fmnist_png", unit),
                Arguments.of("m4", "m4_cifar-vgg-bn.pt", "cifar_png", cifar),
                Arguments.of("g1", "g1_s0.pt", "dattri_idx/test-images-idx3-ubyte", unit),
                Arguments.of("g3", "g3_s0.pt", "dattri_idx/test-images-idx3-ubyte", unit));
    }

    @ParameterizedTest(name = "{0} on {2}")
    @MethodSource("classifiers")
    void logitsEqualTheReference(String key, String model, String images, Preprocessing preprocessing) {
        Tensor expected;
        try (NpzFile stored = NpzFile.open(PipelineFixtures.file("expected.npz"))) {
            expected = stored.read(key);
        }
        WorkspaceSpec spec = PipelineFixtures.spec(model, null, PipelineFixtures.images(images), preprocessing, null);
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            Verification verification = workspace.classifier().report().verification();
            assertTrue(verification != null && verification.passed() && verification.onUserImages());
            Representations found = workspace.representations(Split.TEST, Progress.none());
            ImageDataset dataset = workspace.images(Split.TEST);
            int classes = found.classes();
            assertEquals(expected.shape().dim(0), found.size());
            for (int i = 0; i < found.size(); i++) {
                int row = positionInReference(dataset.name(i), i);
                double largest = 1;
                for (int c = 0; c < classes; c++) {
                    largest = Math.max(largest, Math.abs(expected.get(row * classes + c)));
                }
                for (int c = 0; c < classes; c++) {
                    double logit = found.logits().get(i * classes + c);
                    assertEquals(expected.get(row * classes + c), logit, 1e-5 * largest, dataset.name(i));
                }
            }
        }
    }

    /** Files in class folders are named by their position in the reference's order. */
    private static int positionInReference(String name, int index) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.endsWith(".png") ? Integer.parseInt(file.substring(0, file.length() - 4)) : index;
    }

    @Test
    void attributionsEqualTheReference() {
        Tensor expected;
        Tensor objective;
        try (NpzFile stored = NpzFile.open(PipelineFixtures.file("expected.npz"))) {
            expected = stored.read("m1_attribution_C1");
            objective = stored.read("m1_objective_C1");
        }
        WorkspaceSpec spec = PipelineFixtures.spec(
                "m1_fmnist-cnn.pt",
                PipelineFixtures.images("fmnist_idx/train-images-idx3-ubyte"),
                PipelineFixtures.images("fmnist_idx/t10k-images-idx3-ubyte"),
                PipelineFixtures.fashion(),
                null);
        DualDaMethod method = new DualDaMethod();
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            var settings = SettingsSchema.of(method.settingsType()).parse(Map.of("c", "1"));
            var attributor = workspace.attributor(method, settings, Progress.none());
            Representations tests = workspace.representations(Split.TEST, Progress.none());
            Tensor scores =
                    attributor.attribute(tests, Targets.resolve(new Target.Predicted(), tests), Progress.none());
            double dual = attributor.extras().get("dual").get(0);
            assertEquals(objective.get(1), dual, 1e-6 * Math.abs(objective.get(1)));
            int train = scores.shape().dim(1);
            for (int i = 0; i < tests.size(); i++) {
                double largest = 0;
                for (int j = 0; j < train; j++) {
                    largest = Math.max(largest, Math.abs(expected.get(i * train + j)));
                }
                assertArrayEquals(
                        expected.rows(i, i + 1).toFloat64().doubles(),
                        scores.rows(i, i + 1).toFloat64().doubles(),
                        1e-4 * largest);
            }
        }
    }
}

package dev.whence.visualization.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.imported.ImportedHistory;
import dev.whence.visualization.chart.StepPlot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicsPlotsTest {

    @TempDir
    Path folder;

    @Test
    void aTrainingWhoseLossesNobodyRecordedShowsItsLearningRates() {
        Path file = folder.resolve("history.npz");
        NpzWriter.write(
                file,
                Map.of(
                        "params", Tensor.of(new float[] {1, 2, 3}, 3, 1),
                        "batch_indices", Tensor.of(new long[] {0, 1}, 2, 1),
                        "lr_per_step", Tensor.of(new double[] {0.5, 0.1}, 2)));
        TrainingDescription description = new TrainingDescription(
                Path.of("model.pt"),
                new TrainingDescription.Images(Path.of("images"), false, "", 2, "", Preprocessing.none(), List.of()),
                OptimizerText.parse("sgd"),
                Augmentation.none(),
                BatchNormMode.ABSENT,
                0);
        List<ParameterGroup> groups = List.of(new ParameterGroup("weight", 0, Shape.of(1)));
        try (TrainingHistory history = ImportedHistory.ofNpz(file, description, groups, new int[] {0, 1})) {
            StepPlot plot = DynamicsPlots.loss(history, null);

            assertEquals("learning rate", plot.unit());
            assertEquals(1, plot.lines().size());
            assertArrayEquals(new double[] {0.5, 0.1}, plot.lines().get(0).values());
            assertEquals(0, plot.lines().get(0).first());

            TestCourse course = new TestCourse(new int[] {0, 2}, new double[] {2.5, 0.5}, new double[] {0, 1}, 4);
            StepPlot tested = DynamicsPlots.loss(history, course);
            assertEquals(
                    List.of("test loss", "test accuracy"),
                    tested.lines().stream().map(StepPlot.Line::name).toList());
            assertArrayEquals(
                    new double[] {2.5, Double.NaN, 0.5}, tested.lines().get(0).values());
            assertTrue(tested.lines().stream().allMatch(StepPlot.Line::bridged));
            assertTrue(tested.lines().get(1).right());
        }
    }
}

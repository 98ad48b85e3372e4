package dev.whence.visualization.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
            StepPlot plot = DynamicsPlots.loss(history);

            assertEquals("learning rate", plot.unit());
            assertEquals(1, plot.lines().size());
            assertArrayEquals(new double[] {0.5, 0.1}, plot.lines().get(0).values());
            assertEquals(0, plot.lines().get(0).first());
        }
    }
}

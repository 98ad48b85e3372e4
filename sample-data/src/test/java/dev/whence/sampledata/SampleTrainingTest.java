package dev.whence.sampledata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTrainingTest {

    @Test
    void theHistoryIsMadeAtFirstUseAndMadeAgainWhenDamaged(@TempDir Path folder) throws IOException {
        SampleProject project = SampleProject.in(folder);
        assertFalse(SampleTraining.isThere(project));
        Path history = SampleTraining.history(project, ExecutionSettings.defaults(), Progress.none());
        assertTrue(SampleTraining.isThere(project));
        float[] last = requireWhole(history);
        List<EpochReport> log = TrainingLog.read(history.resolveSibling("log.csv"));
        assertTrue(log.get(SampleTraining.EPOCHS).testAccuracy() > 0.81, log.toString());

        Files.write(history.resolve("steps.bin"), new byte[100]);
        assertFalse(SampleTraining.isThere(project));
        SampleTraining.history(project, ExecutionSettings.defaults(), Progress.none());
        assertEquals(Arrays.hashCode(last), Arrays.hashCode(requireWhole(history)));
    }

    private static float[] requireWhole(Path folder) {
        try (HistoryFolder history = HistoryFolder.open(folder)) {
            history.verify(Progress.none());
            assertEquals(300, history.steps());
            assertEquals(301, history.states().length);
            assertEquals(3898, history.parameterCount());
            return history.parameters(300);
        }
    }
}

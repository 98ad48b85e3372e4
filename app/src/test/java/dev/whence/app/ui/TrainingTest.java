package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.ui.training.TrainingModel;
import dev.whence.app.ui.training.TrainingModel.Stage;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.chart.CourseChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Training a network in the window. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingTest {

    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) throws TimeoutException {
        window = TestWindow.open(folder, SmallProject.in(folder), Workspace::open);
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.TRAIN));
    }

    @AfterAll
    void close() {
        window.close();
    }

    @Test
    void aTrainingIsWatchedPausedFinishedAndOpened() throws IOException {
        assertTrue(TestWindow.onFx(() -> window.isThere("#training-empty")));
        set("network", "tiny-cnn");
        set("epochs", "0");
        window.until("refused", () -> preview().startsWith("The setting 'Epochs' is '0'"));
        assertTrue(TestWindow.onFx(() -> window.found("#training-start").isDisabled()));
        set("epochs", "100000");
        set("batch", "1");
        set("history", "every-step");
        window.until("too large for the disk", () -> preview().contains("the disk of"));
        assertTrue(TestWindow.onFx(() -> window.found("#training-start").isDisabled()));
        window.click("#training-anyway");
        assertFalse(TestWindow.onFx(() -> window.found("#training-start").isDisabled()));
        set("batch", "64");
        set("epochs", "30");
        window.until(
                "forecast",
                () -> preview()
                        .equals(
                                "600 training images, 300 steps, 3,898 parameters; history: 301 of 301 states, 9.5 MB"));

        window.click("#training-start");
        window.until("under way", () -> model().steps().size() >= 20);
        assertFalse(TestWindow.onFx(() -> window.isThere("#training-empty") || window.isThere("#training-resume")));
        window.click("#training-pause");
        window.until("paused", () -> model().stageProperty().get() == Stage.PAUSED);
        Path paused = Objects.requireNonNull(model().folderProperty().get());
        int done;
        try (HistoryFolder history = HistoryFolder.open(paused.resolve("history"))) {
            history.verify(Progress.none());
            done = history.steps();
        }
        assertTrue(done < 300, "paused after " + done);
        assertEquals(done, TestWindow.onFx(() -> model().steps().size()));

        window.click("#training-resume");
        window.until("finished", () -> model().stageProperty().get() == Stage.FINISHED);
        assertEquals(300, TestWindow.onFx(() -> model().steps().size()));
        assertEquals(31, TestWindow.onFx(() -> model().epochs().size()));
        CourseChart loss = (CourseChart) TestWindow.onFx(() -> window.found("#training-loss"));
        assertEquals(300, loss.size(0));
        assertEquals(30, loss.size(1));
        assertEquals(31, loss.size(2));
        assertTrue(loss.getAccessibleText().contains("test images"), loss.getAccessibleText());

        window.click("#training-new");
        window.until("ready", () -> model().stageProperty().get() == Stage.READY);
        assertEquals(0, loss.size(0));
        window.click("#training-start");
        window.until("finished again", () -> model().stageProperty().get() == Stage.FINISHED);
        Path straight = Objects.requireNonNull(model().folderProperty().get());
        assertFalse(straight.equals(paused));
        assertArrayEquals(
                Files.readAllBytes(paused.resolve("model.safetensors")),
                Files.readAllBytes(straight.resolve("model.safetensors")));

        window.click("#training-open");
        window.until("the trained network is open", () -> {
            Workspace open = window.workbench().model().workspaceProperty().get();
            return open != null && open.classifier().network().parameterCount() == 3898;
        });
        assertEquals(WorkbenchTab.EXPLORE, tab());
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.TRAIN));
        window.click("#training-dynamics");
        window.until(
                "its history",
                () -> tab() == WorkbenchTab.DYNAMICS
                        && window.workbench()
                                        .model()
                                        .dynamics()
                                        .historyProperty()
                                        .get()
                                != null);
        assertTrue(
                TestWindow.onFx(() -> window.isThere("#lower-views")), "plots can be chosen before any is asked for");
    }

    private WorkbenchTab tab() {
        return TestWindow.onFx(() -> window.workbench().model().tabProperty().get());
    }

    private TrainingModel model() {
        return window.workbench().training();
    }

    private String preview() {
        return ((Labeled) window.found("#training-preview")).getText();
    }

    private void set(String key, String text) {
        TestWindow.doOnFx(() -> model().texts().put(key, text));
    }
}

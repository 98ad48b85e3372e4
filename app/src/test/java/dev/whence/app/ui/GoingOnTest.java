package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.project.AppFolders;
import dev.whence.app.project.UnfinishedRuns;
import dev.whence.app.task.TaskStatus;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.app.ui.training.TrainingModel;
import dev.whence.app.ui.training.TrainingModel.Stage;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is under way when the window is closed is offered at the next start; the list of tasks stands still. */
class GoingOnTest {

    @TempDir
    Path folder;

    private final AtomicBoolean held = new AtomicBoolean();

    private TestWindow start(Path project) throws TimeoutException {
        TestWindow window = TestWindow.open(
                folder, project, (spec, progress) -> HeldWorkspace.of(Workspace.open(spec, progress), held));
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        return window;
    }

    private static void untilItRunsForAWhile(TestWindow window) {
        window.until(
                "running for a while",
                () -> window.workbench().tasks().tasks().stream()
                        .anyMatch(task -> task.status() == TaskStatus.RUNNING
                                && task.elapsed().toMillis() > 2500));
    }

    @Test
    void anAttributionGoesOnAfterTheNextStart() throws TimeoutException {
        Path project = SmallProject.in(folder);
        try (TestWindow window = start(project)) {
            window.untilExplained();
            held.set(true);
            window.type("#setting-c", "0.01");
            window.click("#run");
            window.until("under way", () -> window.outcome() instanceof Outcome.Working);
            untilItRunsForAWhile(window);
        }
        held.set(false);
        try (TestWindow window = start(project)) {
            window.untilExplained();
            assertEquals("1.0", window.appliedSetting("c"), "the project file was not saved with it");
            assertTrue(window.says("#unfinished", "DualDA was under way when the window was closed (small.whence)"));
            window.click("#unfinished-continue");
            window.until(
                    "explained with the setting of then",
                    () -> window.outcome() instanceof Outcome.Explained && "0.01".equals(window.appliedSetting("c")));
            assertFalse(TestWindow.onFx(() -> window.isThere("#unfinished-continue")));
        }
        assertEquals(0, new UnfinishedRuns(AppFolders.inside(folder)).all().size());
    }

    @Test
    void aPausedTrainingGoesOnAfterTheNextStart() throws TimeoutException {
        Path project = SmallProject.in(folder);
        Path trained;
        try (TestWindow window = start(project)) {
            window.untilExplained();
            TrainingModel training = window.workbench().training();
            TestWindow.doOnFx(() -> {
                window.workbench().model().tabProperty().set(WorkbenchTab.TRAIN);
                training.texts().put("network", "tiny-cnn");
                training.texts().put("epochs", "30");
            });
            window.click("#training-start");
            window.until("under way", () -> training.steps().size() >= 10);
            window.click("#training-pause");
            window.until("paused", () -> training.stageProperty().get() == Stage.PAUSED);
            trained = Objects.requireNonNull(training.folderProperty().get());
        }
        try (TestWindow window = start(project)) {
            assertTrue(window.says("#unfinished", "The training in " + trained.getFileName()));
            window.click("#unfinished-continue");
            TrainingModel training = window.workbench().training();
            window.until("finished", () -> training.stageProperty().get() == Stage.FINISHED);
            assertEquals(trained, training.folderProperty().get());
            int steps = TestWindow.onFx(() -> training.steps().size());
            assertTrue(steps < 300, steps + " steps were made again");
        }
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotOfferedAgain() throws TimeoutException {
        Path project = SmallProject.in(folder);
        held.set(true);
        try (TestWindow window = start(project)) {
            window.until("under way", () -> window.outcome() instanceof Outcome.Working);
            untilItRunsForAWhile(window);
        }
        held.set(false);
        try (TestWindow window = start(project)) {
            window.click("#unfinished-forget");
            assertFalse(TestWindow.onFx(() -> window.isThere("#unfinished-forget")));
            window.untilExplained();
        }
        assertEquals(0, new UnfinishedRuns(AppFolders.inside(folder)).all().size());
    }

    @Test
    void theListOfTasksTellsTheQueueAndItsButtonsStayWhereTheyAre() throws TimeoutException {
        try (TestWindow window = start(SmallProject.in(folder))) {
            window.untilExplained();
            held.set(true);
            for (String c : new String[] {"0.01", "0.02"}) {
                window.type("#setting-c", c);
                TestWindow.doOnFx(() -> window.workbench().explore().run());
            }
            window.click("#tasks");
            window.until(
                    "the queue is told",
                    () -> window.says(".task-list", "waiting, 1 task ahead of it")
                            || window.says(".task-list", "waiting for cpu, 1 task ahead of it"));
            Node before = cancelButton(window, "DualDA, c = 0.02");
            window.until("its time goes on", () -> window.says(".task-list", "running for 3"));
            assertTrue(before == cancelButton(window, "DualDA, c = 0.02"), "the same button after many refreshes");
            TestWindow.doOnFx(((Button) before)::fire);
            window.until("cancelled", () -> window.says(".task-list", "cancelled"));
            held.set(false);
            window.until("the other one is done", () -> "0.01".equals(window.appliedSetting("c")));
        }
    }

    private static Node cancelButton(TestWindow window, String title) {
        return TestWindow.onFx(() -> window.found(".task-list").lookupAll(".button").stream()
                .filter(node -> ("Cancel: " + title).equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow());
    }
}

package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.ui.explore.Outcome;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Looking around in an open project. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExploringTest {

    private final AtomicBoolean held = new AtomicBoolean();
    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) throws TimeoutException {
        window = TestWindow.open(
                folder,
                SmallProject.in(folder),
                (spec, progress) -> HeldWorkspace.of(Workspace.open(spec, progress), held));
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void firstImageExplained() {
        held.set(false);
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        TestWindow.doOnFx(() -> {
            window.workbench().model().explore().gallery().clearFilters();
            window.workbench().explore().select(SmallProject.SELECTED);
        });
        window.untilExplained();
    }

    @Test
    void anotherImageHasOtherRows() {
        List<String> before = window.row("#proponents");
        TestWindow.doOnFx(() -> window.found("#gallery").requestFocus());
        window.robot().push(KeyCode.RIGHT);
        window.until(
                "the next image explained",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().testIndex() == SmallProject.SELECTED + 1);
        assertNotEquals(before, window.row("#proponents"));
    }

    @Test
    void anImageIsChosenByClick() {
        window.type("#gallery-search", "#40");
        window.until("one image listed", () -> window.shown().size() == 1);
        window.robot().clickOn(window.firstThumbnail());
        window.until(
                "the clicked image explained",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().testIndex() == 40);
    }

    @Test
    void imagesAreFoundByContentId() {
        ImageDataset tests = TestWindow.onFx(
                () -> window.workbench().model().workspaceProperty().get().images(Split.TEST));
        window.type("#gallery-search", tests.id(57).substring(0, 12));
        window.until("one image listed", () -> window.shown().size() == 1);
        assertEquals(57, TestWindow.onFx(() -> window.shown().get(0).index()));
    }

    @Test
    void anotherTargetHasOtherRows() {
        List<String> before = window.row("#proponents");
        window.click("#target");
        window.click("#target-true");
        window.until("the true class explained", () -> window.explainedClass() == window.label());
        assertNotEquals(before, window.row("#proponents"));
        window.click("#target");
        window.click("#target-contrast");
        window.until(
                "the contrast explained",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().negativeClass() == window.label());
        window.click("#target");
        window.click("#target-predicted");
        window.until(
                "the prediction explained",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().negativeClass() < 0
                        && done.explanation().positiveClass() != window.label());
        assertEquals(before, window.row("#proponents"));
    }

    @Test
    void aCancelledRunLeavesTheResultsBefore() {
        List<String> before = window.row("#proponents");
        held.set(true);
        window.type("#setting-c", "0.01");
        window.click("#run");
        window.until("under way", () -> window.outcome() instanceof Outcome.Working);
        window.click("#cancel-task");
        window.untilExplained();
        assertEquals(before, window.row("#proponents"));
        assertFalse(TestWindow.onFx(() -> window.workbench().tasks().isBusy()));

        held.set(false);
        window.click("#run");
        window.until(
                "explained with the new setting",
                () -> window.outcome() instanceof Outcome.Explained && "0.01".equals(window.appliedSetting("c")));
        window.untilExplained();
        assertNotEquals(before, window.row("#proponents"));
        window.type("#setting-c", "1.0");
        window.click("#run");
        window.until(
                "explained as before",
                () -> window.outcome() instanceof Outcome.Explained && "1.0".equals(window.appliedSetting("c")));
        assertEquals(before, window.row("#proponents"));
    }

    @Test
    void aTileIsShownLargeWhenClicked() {
        assertTrue(window.row("#opponents").size() >= 2);
        window.robot().clickOn(window.tile("#opponents", 1));
        window.until(
                "the second opponent large",
                () -> window.workbench().model().explore().chosenProperty().get() != null);
        String spoken = window.row("#opponents").get(1);
        String name = spoken.substring("Training image ".length(), spoken.indexOf(','));
        assertTrue(window.says("#detail", name), name);
    }

    @Test
    void anUnusableSettingIsRefusedInWords() {
        window.type("#setting-c", "-3");
        window.until("told", () -> window.says("#method-problem", "'c'"));
        assertTrue(TestWindow.onFx(() -> window.found("#run").isDisabled()));
        window.type("#setting-c", "1.0");
        window.until("usable again", () -> !window.found("#run").isDisabled());
    }
}

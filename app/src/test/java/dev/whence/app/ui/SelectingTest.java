package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.GalleryItem;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** Several test images selected in the gallery, and what is asked of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectingTest {

    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) throws TimeoutException {
        window = TestWindow.open(folder, SmallProject.in(folder), Workspace::open);
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        window.untilExplained();
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void nothingSelected() {
        TestWindow.doOnFx(() -> {
            explore().gallery().clearFilters();
            explore().gallery().clearPicks();
            window.workbench().explore().select(SmallProject.SELECTED);
            window.found("#gallery").requestFocus();
        });
        window.untilExplained();
    }

    private ExploreModel explore() {
        return window.workbench().model().explore();
    }

    private Set<Integer> picked() {
        return TestWindow.onFx(() -> explore().gallery().pickedProperty().get());
    }

    private static Set<Integer> positions(List<GalleryItem> items) {
        return new TreeSet<>(items.stream().map(GalleryItem::index).toList());
    }

    private Node thumbnail(String spoken) {
        return TestWindow.onFx(() -> window.found("#gallery").lookupAll(".thumbnail-cell").stream()
                .filter(cell -> cell.isVisible() && cell.getAccessibleText().startsWith(spoken))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cell " + spoken)));
    }

    private void clickWith(KeyCode key, int index) {
        window.robot()
                .press(key)
                .clickOn(thumbnail("Test image #" + index + ","))
                .release(key);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void clicksWithCtrlAndShiftSelectSeveral() {
        clickWith(KeyCode.CONTROL, SmallProject.SELECTED + 2);
        assertEquals(Set.of(23, 25), picked());
        assertEquals("2 selected", window.text("#picked"));
        assertEquals("Explain 2 together", window.text("#explain-together"));
        clickWith(KeyCode.SHIFT, SmallProject.SELECTED + 4);
        assertEquals(Set.of(25, 26, 27), picked());
        window.click("#pick-none");
        assertEquals(Set.of(), picked());
        assertFalse(TestWindow.onFx(() -> window.isThere("#pick-none")));
    }

    @Test
    void allListedAreSelectedByKeyAndStaySelectedUnderAnotherFilter() {
        TestWindow.doOnFx(() -> explore().gallery().wrongOnlyProperty().set(true));
        Set<Integer> wrong = positions(window.shown());
        assertTrue(wrong.size() > 1, wrong.toString());
        TestWindow.doOnFx(() -> window.found("#gallery").requestFocus());
        window.robot().press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        assertEquals(wrong, picked());
        assertFalse(TestWindow.onFx(() -> window.isThere("#pick-listed")), "all listed are selected already");
        window.type("#gallery-search", "#" + SmallProject.SELECTED);
        assertTrue(window.text("#picked").endsWith("not listed"), window.text("#picked"));
        assertEquals(wrong, picked());
    }

    @Test
    void wrongOnesAndOnesDecidedAlikeAreSelectedByCommand() {
        List<GalleryItem> all =
                TestWindow.onFx(() -> explore().gallery().allProperty().get());
        TestWindow.doOnFx(
                () -> window.workbench().commands().byId("select.wrong").run());
        assertEquals(positions(all.stream().filter(GalleryItem::wrong).toList()), picked());
        TestWindow.doOnFx(
                () -> window.workbench().commands().byId("select.alike").run());
        GalleryItem one = all.get(SmallProject.SELECTED);
        assertEquals(
                positions(all.stream()
                        .filter(item -> item.label() == one.label() && item.predicted() == one.predicted())
                        .toList()),
                picked());
    }

    @Test
    void theSelectionIsExplainedTogetherAsASum() {
        clickWith(KeyCode.CONTROL, SmallProject.SELECTED + 1);
        float first = strongest();
        window.click("#explain-together");
        window.until(
                "both explained together",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().tests().equals(List.of(23, 24)));
        assertTrue(window.says("#group", "2 test images together"));
        float both = strongest();
        assertTrue(both > 0 && both != first, first + " alone, " + both + " together");
        clickWith(KeyCode.CONTROL, SmallProject.SELECTED + 2);
        assertEquals("Explain 3 together", window.text("#explain-together"));
        window.click("#group-back");
        window.until(
                "one image again",
                () -> window.outcome() instanceof Outcome.Explained done
                        && !done.explanation().isGroup());
        assertEquals(Set.of(23, 24, 25), picked(), "the selection is kept to go on with");
    }

    private float strongest() {
        return TestWindow.onFx(() -> ((Outcome.Explained) window.outcome())
                .explanation()
                .scores()[
                ((Outcome.Explained) window.outcome())
                        .explanation()
                        .ranking()
                        .proponents()
                        .get(0)
                        .train()]);
    }
}

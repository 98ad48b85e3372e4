package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.ui.open.OpenForm;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the keyboard can reach, a screen reader can name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityTest {

    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path folder) throws TimeoutException {
        window = TestWindow.open(folder, SmallProject.in(folder), Workspace::open);
        window.untilExplained();
    }

    @AfterAll
    void close() {
        window.close();
    }

    @ParameterizedTest
    @EnumSource(WorkbenchTab.class)
    void everyViewIsNamed(WorkbenchTab tab) {
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(tab));
        window.until("laid out", () -> !window.reachable().isEmpty());
        assertEquals(List.of(), nameless());
    }

    @Test
    void theDialogIsNamed() {
        TestWindow.doOnFx(() -> window.workbench().openDialog(OpenForm.empty()));
        window.until("open", () -> window.isThere("#open-model"));
        assertEquals(List.of(), nameless());
        window.click("#open-cancel");
    }

    @Test
    void thePaletteIsNamed() {
        TestWindow.doOnFx(() -> window.workbench().showPalette());
        window.until("open", () -> window.isThere("#palette-text"));
        assertEquals(List.of(), nameless());
        window.robot().push(KeyCode.ESCAPE);
        window.until("closed", () -> !window.isThere("#palette-text"));
    }

    @Test
    void theSweepFindsNodesAtAll() {
        assertTrue(TestWindow.onFx(() -> window.reachable().size()) > 20);
    }

    private List<String> nameless() {
        return TestWindow.onFx(() -> window.reachable().stream()
                .filter(node -> !isNamed(node))
                .map(node -> node + " in " + node.getParent())
                .toList());
    }

    private static boolean isNamed(Node node) {
        String own = node.getAccessibleText();
        boolean said = own != null && !own.isBlank();
        return said
                || (node instanceof Labeled labeled
                        && labeled.getText() != null
                        && !labeled.getText().isBlank());
    }
}

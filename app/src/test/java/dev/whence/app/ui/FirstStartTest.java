package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it comes: nothing saved, nothing stored, the whole sample project. */
class FirstStartTest {

    @TempDir
    Path home;

    @Test
    void theFirstStartShowsTheSampleExplained() throws TimeoutException {
        try (TestWindow window = TestWindow.open(home, null, Workspace::open)) {
            window.untilExplained();
            assertEquals("Sandal", window.text("#decision"));
            assertTrue(window.text("#decision-truth").contains("Ankle boot"), window.text("#decision-truth"));
            List<String> proponents = window.row("#proponents");
            List<String> opponents = window.row("#opponents");
            assertEquals(6, proponents.size());
            assertEquals(6, opponents.size());
            assertTrue(proponents.stream().allMatch(tile -> tile.contains("score +")), proponents.toString());
            assertTrue(opponents.stream().allMatch(tile -> tile.contains("score −")), opponents.toString());
            assertEquals("", window.text("#problem-sentence"));
            assertEquals("gallery", TestWindow.onFx(window::focusedId));
        }
    }
}

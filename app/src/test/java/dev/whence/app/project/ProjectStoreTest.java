package dev.whence.app.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectStoreTest {

    @TempDir
    Path folder;

    @BeforeEach
    void someFiles() throws IOException {
        Files.createDirectories(folder.resolve("here/images/train"));
        Files.createDirectories(folder.resolve("here/images/test"));
        Files.writeString(folder.resolve("here/net.pt"), "x");
    }

    @Test
    void whatIsSavedComesBack() {
        Project project = project(folder.resolve("here"));
        Path file = folder.resolve("here/work.whence");
        ProjectStore.write(project, file);
        assertEquals(project, ProjectStore.read(file, null));
    }

    @Test
    void aMovedFolderOpensWithoutAQuestion() throws IOException {
        Path file = folder.resolve("here/work.whence");
        ProjectStore.write(project(folder.resolve("here")), file);
        Files.move(folder.resolve("here"), folder.resolve("there"));
        Project moved = ProjectStore.read(folder.resolve("there/work.whence"), null);
        assertEquals(project(folder.resolve("there")), moved);
    }

    @Test
    void aProjectMovedAloneStillFindsItsData() throws IOException {
        Path file = folder.resolve("here/work.whence");
        ProjectStore.write(project(folder.resolve("here")), file);
        Files.createDirectories(folder.resolve("desk/top"));
        Path alone = Files.move(file, folder.resolve("desk/top/work.whence"));
        assertEquals(project(folder.resolve("here")), ProjectStore.read(alone, null));
    }

    @Test
    void aMissingModelIsNamedWithBothPlaces() throws IOException {
        Path file = folder.resolve("here/work.whence");
        ProjectStore.write(project(folder.resolve("here")), file);
        Files.delete(folder.resolve("here/net.pt"));
        BadInputException e = assertThrows(BadInputException.class, () -> ProjectStore.read(file, null));
        assertTrue(String.valueOf(e.getMessage()).contains("net.pt"), e.getMessage());
    }

    @Test
    void savingKeepsTheVersionBefore() throws IOException {
        Path file = folder.resolve("here/work.whence");
        ProjectStore.write(project(folder.resolve("here")), file);
        String before = Files.readString(file);
        Project changed = withSettings(Map.of("c", "10"));
        ProjectStore.write(changed, file);
        assertEquals(before, Files.readString(folder.resolve("here/work.whence.bak")));
        assertEquals(changed, ProjectStore.read(file, null));
        try (var files = Files.list(folder.resolve("here"))) {
            assertTrue(files.noneMatch(path -> path.toString().endsWith(".tmp")));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsASentence() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "x").resolve("work.whence");
        WorkFailedException e = assertThrows(
                WorkFailedException.class, () -> ProjectStore.write(project(folder.resolve("here")), blocked));
        assertTrue(String.valueOf(e.getMessage()).startsWith("The project cannot be saved as"), e.getMessage());
    }

    @Test
    void otherFilesAreRefusedWithASentence() throws IOException {
        Path damaged = Files.writeString(folder.resolve("a.whence"), "{\"whence\": 1,");
        Path other = Files.writeString(folder.resolve("b.whence"), "{\"name\": \"x\"}");
        Path newer = Files.writeString(folder.resolve("c.whence"), "{\"whence\": 99}");
        assertSentence(damaged, "is damaged");
        assertSentence(other, "is not a Whence project");
        assertSentence(newer, "newer Whence");
        assertSentence(folder.resolve("none.whence"), "cannot be read");
    }

    @Test
    void lookingAtAnotherImageIsNotAChangeWorthAsking() {
        Project project = project(folder.resolve("here"));
        Project looked = new Project(
                project.spec(),
                project.modelSha256(),
                project.train(),
                project.test(),
                project.method(),
                project.settings(),
                new ProjectView(5, "2", 4));
        assertTrue(project.sameWorkAs(looked));
        assertFalse(project.sameWorkAs(withSettings(Map.of("c", "10"))));
    }

    @Test
    void recentProjectsMoveToTheTopAndSurviveARestart() {
        AppFolders folders = AppFolders.inside(folder);
        Preferences preferences = Preferences.initial().withDark(true);
        for (int i = 0; i < 12; i++) {
            preferences = preferences.withRecent(folder.resolve(i + ".whence"));
        }
        preferences = preferences.withRecent(folder.resolve("5.whence"));
        new PreferencesStore(folders).save(preferences);
        Preferences loaded = new PreferencesStore(folders).load();
        assertEquals(preferences, loaded);
        assertEquals(10, loaded.recent().size());
        assertEquals(folder.resolve("5.whence"), loaded.recent().get(0));
        assertTrue(loaded.dark());
    }

    @Test
    void damagedPreferencesAreReplaced() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/preferences.json"), "{nonsense");
        assertEquals(Preferences.initial(), new PreferencesStore(AppFolders.inside(folder)).load());
    }

    private static void assertSentence(Path file, String part) {
        BadInputException e = assertThrows(BadInputException.class, () -> ProjectStore.read(file, null));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    private Project withSettings(Map<String, String> settings) {
        Project project = project(folder.resolve("here"));
        return new Project(
                project.spec(),
                project.modelSha256(),
                project.train(),
                project.test(),
                project.method(),
                settings,
                project.view());
    }

    private static Project project(Path home) {
        Preprocessing preprocessing = new Preprocessing(
                3,
                new Preprocessing.Resize.ShorterSide(40),
                Preprocessing.Interpolation.BICUBIC,
                new Preprocessing.Size(32, 30),
                1.0 / 255,
                List.of(0.5, 0.25, 0.125),
                List.of(0.1));
        WorkspaceSpec spec = new WorkspaceSpec(
                home.resolve("net.pt"),
                new DataSource(home.resolve("images/train"), false, "0-99"),
                new DataSource(home.resolve("images/test"), false, null),
                preprocessing,
                List.of("cat", "dog"),
                "fc",
                new ExecutionSettings("cpu", Precision.FLOAT64, 2),
                null,
                7);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("c", "0.001");
        return new Project(
                spec,
                "ab".repeat(32),
                new Fingerprint(100, "cd".repeat(32)),
                null,
                "dualda",
                settings,
                new ProjectView(23, "1-0", 8));
    }
}

package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.app.project.Project;
import dev.whence.app.project.ProjectStore;
import dev.whence.app.project.ProjectView;
import dev.whence.app.ui.dynamics.DynamicsModel;
import dev.whence.app.ui.dynamics.DynamicsOutcome;
import dev.whence.engine.model.file.SafetensorsWriter;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A training that another program recorded becomes one that the window explains, and stays with the project. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryImportTest {

    private static final int STEPS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder = Path.of("");
    private Path checkpoints = Path.of("");
    private Path project = Path.of("");
    private TestWindow window;

    @BeforeAll
    void open(@TempDir Path home) throws IOException, TimeoutException {
        folder = home;
        Path run = SmallTraining.in(home);
        Path models = Files.createDirectories(home.resolve("models"));
        for (String file : List.of("model.safetensors", "network.json")) {
            Files.copy(run.resolve(file), models.resolve(file));
        }
        checkpoints = record(run.resolve("history"), Files.createDirectories(home.resolve("recorded")));
        WorkspaceSpec spec = SmallTraining.spec(home, models.resolve("model.safetensors"));
        project = home.resolve("imported.whence");
        ProjectStore.write(
                new Project(spec, null, null, null, "dualda", Map.of(), new ProjectView(3, "predicted", 4)), project);
        window = TestWindow.open(home, project, Workspace::open);
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.DYNAMICS));
    }

    @AfterAll
    void close() {
        window.close();
    }

    /** What the five lines of the manual write, with another program's file format. */
    private static Path record(Path history, Path target) throws IOException {
        List<int[]> batches = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        try (HistoryFolder recorded = HistoryFolder.open(history)) {
            for (int s = 0; s <= recorded.steps(); s++) {
                SafetensorsWriter.write(
                        target.resolve(String.format(Locale.ROOT, "step_%06d.safetensors", s)),
                        ParameterGroup.split(recorded.groups(), recorded.parameters(s)),
                        Map.of());
            }
            for (int s = 0; s < recorded.steps(); s++) {
                batches.add(recorded.batch(s));
                rates.add(recorded.learningRate(s));
            }
        }
        JSON.writeValue(target.resolve("history.json").toFile(), Map.of("batches", batches, "learning_rates", rates));
        return target;
    }

    private DynamicsModel model() {
        return window.workbench().model().dynamics();
    }

    private void importWith(String optimizer, int keep) {
        TestWindow.doOnFx(() -> {
            ((ComboBox<?>) window.found("#history-optimizer")).getEditor().setText(optimizer);
            @SuppressWarnings("unchecked")
            Spinner<Integer> spinner = (Spinner<Integer>) window.found("#history-keep");
            spinner.getValueFactory().setValue(keep);
        });
        window.click("#history-ok");
    }

    @Test
    @Order(1)
    void whatIsNoHistoryIsToldInOneSentence() throws IOException {
        window.until("nothing to explain with", () -> window.isThere("#empty-history"));
        window.click("#open-history");
        Path empty = Files.createDirectories(folder.resolve("holiday pictures"));
        window.type("#history-place", empty.toString());
        window.untilText("#history-words", words -> words.contains("holds neither a history nor checkpoints"));
        assertTrue(window.found("#history-ok").isDisabled());
        window.type("#history-place", folder.resolve("nowhere").toString());
        window.untilText("#history-words", words -> words.startsWith("There is nothing at"));
    }

    @Test
    @Order(2)
    void anOptimiserThatIsNoneAndDamagedFilesAreToldToo() throws IOException {
        window.type("#history-place", checkpoints.toString());
        window.untilText("#history-words", words -> words.startsWith(STEPS + 1 + " checkpoints"));
        importWith("lion", 0);
        window.untilText("#history-words", words -> words.contains("no optimiser `lion`"));
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        Files.copy(checkpoints.resolve("step_000000.safetensors"), damaged.resolve("step_000000.safetensors"));
        Files.writeString(damaged.resolve("history.json"), "{\"batches\": 3}");
        window.type("#history-place", damaged.toString());
        importWith("adamw", 0);
        window.untilText("#history-words", words -> words.contains("history.json is not understood"));
        assertEquals(null, TestWindow.onFx(() -> model().historyProperty().get()));
    }

    @Test
    @Order(3)
    void fewCheckpointsAreCountedAndTheirErrorIsTold() {
        window.type("#history-place", checkpoints.toString());
        importWith("adamw", 5);
        window.untilText("#history-words", words -> words.contains("5 of " + (STEPS + 1) + " checkpoints"));
        assertTrue(window.text("#history-words").contains("mean |reconstruction − network|"));
    }

    @Test
    @Order(4)
    void allCheckpointsExplainTheNetworkExactly() {
        window.type("#history-place", folder.resolve("nowhere").toString());
        window.type("#history-place", checkpoints.toString());
        importWith("adamw,weight_decay=0.01", 0);
        window.untilText(
                "#history-words",
                words -> words.contains(STEPS + 1 + " of " + (STEPS + 1) + " checkpoints")
                        && words.contains("second moments computed"));
        window.click("#history-ok");
        assertFalse(window.isThere("#history-dialog"));
        assertTrue(window.text("#history-report").contains("of a step unexplained"));
        window.click("#explain-training");
        window.until("explained", () -> window.isThere("#standing-proponents"));
        TestWindow.doOnFx(() -> {
            var dynamics = ((DynamicsOutcome.Explained)
                            model().outcomeProperty().get())
                    .story()
                    .dynamics();
            for (int c = 0; c < 10; c++) {
                assertEquals(dynamics.actual(c), dynamics.predicted(c), 1e-4);
            }
        });
    }

    @Test
    @Order(5)
    void theChosenHistoryIsThereAtTheNextStart() {
        Path chosen = Objects.requireNonNull(
                TestWindow.onFx(() -> model().chosenHistoryProperty().get()));
        assertTrue(
                TestWindow.onFx(() -> window.workbench().model().dirtyProperty().get()));
        assertTrue(TestWindow.onFx(() -> window.workbench().projects().save(project)));
        assertEquals(chosen, ProjectStore.read(project, null).history());
        TestWindow.doOnFx(() -> window.workbench().openProject(SmallProject.in(folder)));
        window.until(
                "another project", () -> model().historyProperty().get() == null && window.isThere("#empty-history"));
        TestWindow.doOnFx(() -> window.workbench().openProject(project));
        window.until("the imported history", () -> {
            HistoryFolder history = model().historyProperty().get();
            return history != null && history.folder().equals(chosen);
        });
    }

    @Test
    @Order(6)
    void aHistoryThatIsGoneIsTold() throws IOException {
        TestWindow.doOnFx(() -> window.workbench().openProject(SmallProject.in(folder)));
        window.until("another project", () -> model().historyProperty().get() == null);
        Path chosen = Objects.requireNonNull(ProjectStore.read(project, null).history());
        Files.move(chosen, folder.resolve("elsewhere"));
        TestWindow.doOnFx(() -> window.workbench().openProject(project));
        window.untilText("#history-problem", words -> words.contains("is no longer at"));
    }
}

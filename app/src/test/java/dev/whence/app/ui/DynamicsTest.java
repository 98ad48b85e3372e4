package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.cli.TypedCommand;
import dev.whence.app.figure.DynamicsChoice;
import dev.whence.app.figure.DynamicsPlot;
import dev.whence.app.project.Project;
import dev.whence.app.project.ProjectStore;
import dev.whence.app.project.ProjectView;
import dev.whence.app.ui.dynamics.DynamicsModel;
import dev.whence.app.ui.dynamics.DynamicsOutcome;
import dev.whence.app.ui.dynamics.PlotExport;
import dev.whence.app.ui.figure.ExportDialog;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.StepChart;
import dev.whence.visualization.chart.StepPlot;
import dev.whence.visualization.control.MatrixView;
import dev.whence.visualization.dynamics.StripOrder;
import dev.whence.visualization.figure.export.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watching a small network learn, from its recorded training to the images that made a decision. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DynamicsTest {

    private static final int STEPS = 16;
    private static final int SELECTED = 3;

    private Path folder = Path.of("");
    private TestWindow window;

    @BeforeAll
    void openTrained(@TempDir Path home) throws TimeoutException {
        folder = home;
        WorkspaceSpec spec = SmallTraining.spec(home, SmallTraining.in(home).resolve("model.safetensors"));
        Path file = home.resolve("trained.whence");
        ProjectStore.write(
                new Project(spec, null, null, null, "dualda", Map.of(), new ProjectView(SELECTED, "predicted", 4)),
                file);
        window = TestWindow.open(home, file, Workspace::open);
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.DYNAMICS));
    }

    @AfterAll
    void close() {
        window.close();
    }

    private DynamicsModel model() {
        return window.workbench().model().dynamics();
    }

    private DynamicsOutcome.Explained explained() {
        return TestWindow.onFx(
                () -> (DynamicsOutcome.Explained) model().outcomeProperty().get());
    }

    /** What a screen reader says of the tiles. */
    private List<String> standing(String id) {
        return TestWindow.onFx(() -> ((Parent) window.found(id))
                .getChildrenUnmodifiable().stream().map(Node::getAccessibleText).toList());
    }

    private void goTo(int step) {
        TestWindow.doOnFx(() -> ((Slider) window.found("#step-slider")).setValue(step));
    }

    @Test
    @Order(1)
    void theHistoryBesideTheModelIsFoundAndExplainedOnRequest() {
        window.until("a history", () -> model().historyProperty().get() != null);
        assertEquals(STEPS, TestWindow.onFx(() -> model().axis().stepsProperty().get()));
        StepChart loss = (StepChart) window.found("#loss-chart");
        window.until(
                "the course of the test images",
                () -> loss.plot().lines().stream()
                        .map(StepPlot.Line::name)
                        .toList()
                        .equals(List.of("training loss", "test loss", "training accuracy", "test accuracy")));
        assertEquals(STEPS + 1, TestWindow.onFx(() -> loss.plot().lines().get(1).values().length));
        assertTrue(window.text("#explain-training").contains("Explain image " + SELECTED));
        window.click("#explain-training");
        window.until("explained", () -> window.isThere("#standing-proponents"));
        assertEquals(SELECTED, explained().story().test());
        assertTrue(window.isThere("#class-chart"));
    }

    @Test
    @Order(2)
    void theSliderRanksAnewAndBeforeTrainingNobodyHasSaidAnything() {
        goTo(STEPS);
        List<String> end = standing("#standing-proponents");
        assertEquals(8, end.size());
        assertTrue(end.stream().allMatch(words -> words.contains("Training image") && words.contains(", +")));
        goTo(4);
        assertNotEquals(end, standing("#standing-proponents"));
        window.untilText("#step-words", words -> words.equals("step 4 of " + STEPS));
        window.untilText("#standing-for", words -> words.endsWith("by step 4"));
        goTo(0);
        assertEquals(List.of(), standing("#standing-proponents"));
        assertTrue(window.text("#standing-for").contains("none"));
        goTo(STEPS);
        assertEquals(end, standing("#standing-proponents"));
    }

    @Test
    @Order(3)
    void allPartsAddUpToWhatTheNetworkSays() {
        var dynamics = explained().story().dynamics();
        int number = explained().story().predicted();
        assertEquals(dynamics.actual(number), dynamics.predicted(number), 1e-3);
        String actual = String.format(Locale.ROOT, "%.2f", Math.abs(dynamics.actual(number)));
        assertTrue(window.says("#exactness", actual), actual);
        assertTrue(window.says("#exactness", SignedNumbers.score(dynamics.initial(number))));
    }

    @Test
    @Order(4)
    void aClickedImageIsMarkedInTheStrips() {
        goTo(STEPS);
        Node first = TestWindow.onFx(() -> ((Parent) window.found("#standing-proponents"))
                .getChildrenUnmodifiable()
                .get(0));
        window.robot().clickOn(first);
        Integer chosen = TestWindow.onFx(() -> model().chosenProperty().get());
        assertTrue(chosen != null && standing("#standing-proponents").get(0).contains("#" + chosen));
        window.until(
                "its strip is marked",
                () -> window.found("#strips").lookupAll(".strip-row").stream()
                        .anyMatch(row -> row.getPseudoClassStates().toString().contains("selected")
                                && String.valueOf(row.getAccessibleText()).contains("#" + chosen + ",")));
    }

    @Test
    @Order(5)
    void everyLowerViewDrawsItsPlot() {
        for (String view : List.of("layers", "balance", "norms", "reconstruction")) {
            window.click("#lower-" + view);
            assertFalse(window.isThere("#strips"), view);
            assertTrue(window.isThere("#lower-chart"), view);
        }
        assertTrue(TestWindow.onFx(() -> window.found("#lower-chart").getAccessibleText())
                .contains("reconstruction"));
        window.click("#lower-images");
        assertTrue(window.isThere("#strips"));
    }

    @Test
    @Order(5)
    void theLowerPlotsMayTakeTheRoomOfTheUpper() {
        double before = TestWindow.onFx(
                () -> window.found("#strips").getBoundsInParent().getHeight());
        window.click("#lower-enlarge");
        window.until("nothing above", () -> !window.isThere("#class-chart") && !window.isThere("#loss-chart"));
        window.until("higher", () -> window.found("#strips").getBoundsInParent().getHeight() > before + 150);
        assertEquals("Show all plots", window.text("#lower-enlarge"));
        window.click("#lower-enlarge");
        window.until("all plots", () -> window.isThere("#class-chart") && window.isThere("#loss-chart"));
    }

    @Test
    @Order(5)
    void arrowKeysChooseAsAClickDoes() {
        window.click("#lower-layers");
        TestWindow.doOnFx(() -> window.found("#lower-layers").requestFocus());
        window.robot().type(KeyCode.RIGHT);
        window.until(
                "the next plot",
                () -> window.found("#lower-chart").getAccessibleText().contains("decay"));
        window.click("#lower-images");
        TestWindow.doOnFx(() -> window.found("#tab-dynamics").requestFocus());
        window.robot().type(KeyCode.RIGHT);
        window.until(
                "the next view", () -> window.workbench().model().tabProperty().get() == WorkbenchTab.COMPARE);
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.DYNAMICS));
        assertTrue(TestWindow.onFx(() -> window.found("#tab-dynamics").isFocused()), "the focus goes with the view");
    }

    @Test
    @Order(5)
    void everyPlotOfThePartsSaysWhatItShows() {
        for (DynamicsPlot plot : DynamicsPlot.values()) {
            assertTrue(!plot.isOfComponents() || plot.help().endsWith("."), plot.id());
        }
    }

    @Test
    @Order(6)
    void aMatrixOfTestAgainstTrainingImagesIsComputedOnRequest() {
        window.click("#lower-matrix");
        window.click("#compute-matrix");
        window.until("a matrix", () -> window.isThere("#matrix-layer") && window.isThere("#kernel-matrix"));
        assertTrue(TestWindow.onFx(() -> window.found("#kernel-matrix").getAccessibleText())
                .contains("all layers"));
        window.choose("#matrix-layer", "conv1");
        assertTrue(TestWindow.onFx(() -> window.found("#kernel-matrix").getAccessibleText())
                .contains("conv1"));
        MatrixView matrix = (MatrixView) window.found("#kernel-matrix");
        TestWindow.doOnFx(matrix::requestFocus);
        window.robot().type(KeyCode.ADD, 2);
        window.until("closer", () -> matrix.viewport().zoom() > 1);
        window.robot().doubleClickOn(matrix);
        window.until("all of it", () -> matrix.viewport().zoom() == 1);
        List<Integer> tests = TestWindow.onFx(
                () -> Objects.requireNonNull(model().matrixProperty().get()).tests());
        window.robot().clickOn(matrix);
        window.until(
                "an image of the matrix is selected and one is marked",
                () -> model().chosenProperty().get() != null
                        && tests.contains(window.workbench()
                                .model()
                                .explore()
                                .selectedProperty()
                                .get()));
        TestWindow.doOnFx(() -> window.workbench().explore().select(SELECTED));
        window.until(
                "explained again",
                () -> model().outcomeProperty().get() instanceof DynamicsOutcome.Explained done
                        && done.story().test() == SELECTED);
        window.click("#lower-images");
    }

    @ParameterizedTest
    @CsvSource({
        "TRAINING,",
        "CLASSES,",
        "STEPS,",
        "IMAGES,",
        "LAYERS,",
        "BALANCE,",
        "RATIO,",
        "NORMS,",
        "RECONSTRUCTION,",
        "RESIDUAL,",
        "MATRIX,",
        "MATRIX,conv1",
        "SIMILARITY,conv2",
        "MAP,",
        "CHANGE,conv1",
        "IMPORTANCE,",
        "CHANNELS,conv2",
        "COSINES,conv2",
        "EMBEDDING,",
        "PRUNING,",
        "AGREEMENT,",
        "DIVERGENCE,",
        "PRUNED,",
        "SWAP,",
        "RETRAINED,"
    })
    @Order(7)
    void theExportedPlotIsThatOfTheCopiedCommand(DynamicsPlot plot, @Nullable String layer) throws IOException {
        ExportDialog<DynamicsChoice> dialog = TestWindow.onFx(() -> {
            PlotExport export = window.workbench().dynamics().export();
            DynamicsChoice choice = export.of(plot).withLayer(layer == null ? "" : layer);
            return Objects.requireNonNull(
                    export.open(choice, window.found("#strips").getScene()));
        });
        window.until("drawn", () -> !window.found("#export-save").isDisabled());
        Path exported = folder.resolve("window-" + plot + layer + ".png");
        Path drawn = folder.resolve("command-" + plot + layer + ".png");
        TestWindow.doOnFx(() -> dialog.write(exported));
        window.until("written", () -> Files.exists(exported));
        window.click("#export-command");
        String command = TestWindow.onFx(() -> Clipboard.getSystemClipboard().getString());
        TestWindow.doOnFx(
                () -> window.found("#export-dialog").getScene().getWindow().hide());
        new TypedCommand(command).with("--out", drawn).run();
        assertArrayEquals(Files.readAllBytes(exported), Files.readAllBytes(drawn));
        assertTrue(Provenance.read(exported).orElseThrow().contains("\"" + plot.id() + "\""));
    }

    @Test
    @Order(6)
    void thePartsOfTheNetworkAreWeighedPrunedAndSwapped() throws IOException {
        window.click("#lower-components");
        window.click("#compute-components");
        window.until("importance", () -> window.isThere("#component-bars"));
        window.choose("#component-kind", DynamicsPlot.CHANNELS);
        assertEquals(DynamicsPlot.CHANNELS.help(), window.text("#lower-help"));
        window.choose("#component-layer", "conv1");
        window.until("channels", () -> window.isThere("#component-sorted"));
        window.choose("#component-kind", DynamicsPlot.COSINES);
        window.until("a matrix", () -> window.isThere("#component-matrix"));
        assertEquals(DynamicsPlot.COSINES.help(), window.text("#lower-help"));
        window.click("#component-pairs");
        window.until("pairs", () -> standing("#pairs-alike").size() == 24);
        window.choose("#component-kind", DynamicsPlot.PRUNING);
        window.click("#compute-components");
        window.until("curves", () -> window.isThere("#component-curves"));
        assertTrue(TestWindow.onFx(() -> window.found("#component-curves").getAccessibleText())
                .contains("accuracy"));
        window.choose("#component-kind", DynamicsPlot.SWAP);
        window.click("#compute-components");
        window.until("swapped", () -> window.isThere("#component-curves"));
        Path table = folder.resolve("swap.csv");
        TestWindow.doOnFx(() -> {
            PlotExport export = window.workbench().dynamics().export();
            export.writeTable(export.of(DynamicsPlot.SWAP), table);
        });
        window.until("a table", () -> Files.exists(table));
        List<String> lines = Files.readAllLines(table);
        assertTrue(lines.get(0).startsWith("step of the other layers,conv1 of the trained network,"), lines.get(0));
        assertEquals(STEPS + 2, lines.size());
        assertTrue(lines.get(lines.size() - 1).startsWith(STEPS + ".0,0.0,"), lines.toString());
        window.click("#lower-images");
    }

    @Test
    @Order(6)
    void aLayerLeadsToTheModelAndBack() {
        window.click("#lower-components");
        window.choose("#component-kind", DynamicsPlot.IMPORTANCE);
        window.until("an answer or an offer", () -> window.isThere("#component-kind"));
        TestWindow.doOnFx(() -> model().showLayer("conv2"));
        TestWindow.doOnFx(() -> window.workbench().model().tabProperty().set(WorkbenchTab.MODEL));
        window.until("the list of layers", () -> window.isThere("#layers"));
        TableView<?> layers = (TableView<?>) window.found("#layers");
        assertTrue(TestWindow.onFx(() -> layers.getSelectionModel().getSelectedItem())
                .toString()
                .contains("conv2"));
        TestWindow.doOnFx(() ->
                layers.getSelectionModel().select(layers.getSelectionModel().getSelectedIndex() - 3));
        window.click("#layer-components");
        window.until("back", () -> window.isThere("#component-kind"));
        assertEquals("conv1", TestWindow.onFx(() -> model().layerProperty().get()));
        window.click("#lower-images");
    }

    @Test
    @Order(7)
    void stripsAndMatricesOfferThemselvesAsFigures() {
        window.click("#lower-images");
        window.choose("#strip-order", StripOrder.AGAINST);
        window.click("#lower-export");
        exportedCommandHas("--plot=images", "--order=against");
        window.choose("#strip-order", StripOrder.STRONGEST);
        window.click("#lower-matrix");
        window.click("#matrix-export");
        exportedCommandHas("--plot=matrix", "--of-layer=conv1");
        window.click("#lower-images");
    }

    private void exportedCommandHas(String... options) {
        window.click("#export-command");
        String command = TestWindow.onFx(() -> Clipboard.getSystemClipboard().getString());
        for (String option : options) {
            assertTrue(command.contains(option), command);
        }
        TestWindow.doOnFx(
                () -> window.found("#export-dialog").getScene().getWindow().hide());
    }

    /** How long a move takes is told, not judged: machines differ. */
    @Test
    @Order(8)
    void aMoveOfTheSliderIsTimed(TestReporter reporter) {
        int moves = 4 * STEPS;
        long start = System.nanoTime();
        for (int move = 0; move < moves; move++) {
            goTo(move % STEPS);
        }
        reporter.publishEntry("milliseconds a move", String.valueOf((System.nanoTime() - start) / 1e6 / moves));
        assertEquals(
                (moves - 1) % STEPS,
                TestWindow.onFx(() -> model().axis().currentProperty().get()));
        goTo(STEPS);
    }

    @Test
    @Order(9)
    void anotherClassHasAnotherStory() {
        List<String> before = standing("#standing-proponents");
        int other = (explained().story().predicted() + 1) % 10;
        TestWindow.doOnFx(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Integer> classes = (ComboBox<Integer>) window.found("#dynamics-class");
            classes.setValue(other);
            classes.getOnAction().handle(new ActionEvent());
        });
        window.until(
                "other proponents",
                () -> !before.equals(((Parent) window.found("#standing-proponents"))
                        .getChildrenUnmodifiable().stream()
                                .map(Node::getAccessibleText)
                                .toList()));
    }

    @Test
    @Order(10)
    void theNextImageIsExplainedByItself() {
        window.click("#dynamics-next");
        window.until(
                "the next image explained",
                () -> model().outcomeProperty().get() instanceof DynamicsOutcome.Explained done
                        && done.story().test() == SELECTED + 1);
    }

    @Test
    @Order(11)
    void withoutAHistoryTheViewSaysWhatToDo() {
        TestWindow.doOnFx(() -> window.workbench().openProject(SmallProject.in(folder)));
        window.until("nothing to explain with", () -> window.isThere("#empty-history"));
        assertTrue(window.text("#no-history").contains("train"));
        TestWindow.doOnFx(() -> window.workbench().dynamics().openHistory(folder.resolve("run")));
        window.untilText("#history-problem", words -> words.contains("other parameters"));
        assertTrue(((Labeled) window.found("#open-history")).getText().startsWith("Open"));
    }
}

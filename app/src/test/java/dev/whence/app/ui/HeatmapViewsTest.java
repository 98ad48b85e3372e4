package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.cli.TypedCommand;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.figure.ExportDialog;
import dev.whence.app.ui.heat.HeatModel;
import dev.whence.app.ui.heat.HeatState;
import dev.whence.app.ui.heat.PairRows;
import dev.whence.engine.relevance.HeatmapMethods;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.HeatmapView;
import dev.whence.visualization.control.HeatmapView.Mode;
import dev.whence.visualization.figure.export.Provenance;
import dev.whence.visualization.heatmap.ScaleMode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The heatmaps of the Explore view, the large view of a pair, and the figures made of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeatmapViewsTest {

    private TestWindow window;
    private Path folder;

    @BeforeAll
    void open(@TempDir Path home) throws TimeoutException {
        folder = home;
        window = TestWindow.open(home, SmallProject.in(home), Workspace::open);
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void usual() {
        window.until(
                "open", () -> window.workbench().model().workspaceProperty().get() != null);
        TestWindow.doOnFx(() -> {
            heat().display().scaleProperty().set(ScaleMode.PANEL);
            heat().display().modeProperty().set(Mode.OVERLAY);
            heat().use(HeatmapMethods.byId("lrp"), Map.of());
            window.workbench().explore().select(SmallProject.SELECTED);
        });
        window.untilExplained();
        untilMapped();
    }

    private ExploreModel explore() {
        return window.workbench().model().explore();
    }

    private HeatModel heat() {
        return explore().heat();
    }

    private void untilMapped() {
        window.until("all maps there", () -> {
            PairRows rows = heat().rowsProperty().get();
            return heat().decisionProperty().get() instanceof HeatState.Ready
                    && rows != null
                    && rows.proponents().stream().allMatch(heat().pairs()::containsKey)
                    && rows.opponents().stream().allMatch(heat().pairs()::containsKey);
        });
    }

    private void fire(String menu, String item) {
        TestWindow.doOnFx(() -> ((MenuButton) window.found(menu))
                .getItems().stream()
                        .filter(candidate -> item.equals(candidate.getId()))
                        .findFirst()
                        .ifPresent(MenuItem::fire));
    }

    private void closeWindowOf(String id) {
        TestWindow.doOnFx(() -> ((Stage) window.found(id).getScene().getWindow()).close());
    }

    private static String clipboard() {
        return TestWindow.onFx(
                () -> String.valueOf(Clipboard.getSystemClipboard().getString()));
    }

    @Test
    void theDecisionHasAMapWithItsSum() {
        HeatmapView map = (HeatmapView) window.found("#decision-map");
        assertTrue(TestWindow.onFx(map::isVisible));
        assertTrue(TestWindow.onFx(map::getAccessibleText).contains("LRP epsilon-plus-flat"));
        assertTrue(window.text("#decision-badge").startsWith("Σ "));
        fire("#heat-method", "heat-method-gradient");
        window.until("the gradient's map", () -> map.getAccessibleText().contains("Gradient") && map.isVisible());
        assertTrue(window.text("#decision-badge").endsWith("!"));
    }

    @Test
    void scalesAreSharedByTileRowOrPanel() {
        int strongest =
                TestWindow.onFx(() -> heat().rowsProperty().get().proponents().get(0));
        int weakest =
                TestWindow.onFx(() -> heat().rowsProperty().get().opponents().get(0));
        assertEquals(scaleOf(strongest), scaleOf(weakest));
        window.click("#scale-row");
        assertNotEquals(scaleOf(strongest), scaleOf(weakest));
        assertEquals(
                scaleOf(strongest),
                scaleOf(TestWindow.onFx(
                        () -> heat().rowsProperty().get().proponents().get(1))));
        window.click("#scale-tile");
        assertTrue(Double.isNaN(scaleOf(strongest)));
        assertTrue(window.text("#proponents-scale").startsWith("maps up to "));
        assertTrue(window.text("#detail-strongest").startsWith("max "));
    }

    private double scaleOf(int train) {
        return TestWindow.onFx(() -> heat().scale(train));
    }

    @Test
    void spaceShowsThePicturesWhileItIsHeld() {
        TestWindow.doOnFx(() -> window.tile("#proponents", 0).requestFocus());
        HeatmapView map = (HeatmapView) window.found("#decision-map");
        TestWindow.doOnFx(map::requestFocus);
        window.robot().press(KeyCode.SPACE);
        window.until("the picture alone", () -> map.comparingProperty().get());
        window.robot().release(KeyCode.SPACE);
        window.until("the map again", () -> !map.comparingProperty().get());
        window.click("#show-image");
        assertEquals(
                Mode.PICTURE,
                TestWindow.onFx(() -> heat().display().modeProperty().get()));
        window.click("#show-heat");
        assertEquals(Mode.HEATMAP, TestWindow.onFx(() -> map.modeProperty().get()));
        window.click("#show-overlay");
        TestWindow.doOnFx(() -> ((Slider) window.found("#heat-opacity")).setValue(0.3));
        assertEquals(0.3, TestWindow.onFx(() -> map.opacityOfHeatProperty().get()), 1e-9);
    }

    @Test
    void theLayerSliderTakesTheMapsInside() {
        assertEquals("image", window.text("#heat-layer-name"));
        int before = widthOfDecision();
        int pooled = TestWindow.onFx(() -> {
            List<HeatModel.Layer> layers = heat().layersProperty().get();
            return layers.stream().map(HeatModel.Layer::name).toList().indexOf("pool1");
        });
        TestWindow.doOnFx(() -> ((Slider) window.found("#heat-layer")).setValue(pooled));
        window.until("the name shown", () -> "pool1".equals(((Labeled) window.found("#heat-layer-name")).getText()));
        untilMapped();
        assertEquals(before / 2, widthOfDecision());
        assertEquals(
                before / 2,
                TestWindow.onFx(() ->
                        heat().pairs().values().iterator().next().train().map().width()));
    }

    private int widthOfDecision() {
        return TestWindow.onFx(() ->
                ((HeatState.Ready) heat().decisionProperty().get()).map().map().width());
    }

    @Test
    void aLayerGetsARuleOfItsOwn() {
        fire("#heat-method", "heat-settings");
        window.until(
                "the rules listed",
                () -> !((TableView<?>) window.found("#layer-rules")).getItems().isEmpty());
        window.type("#heat-setting-rules", "conv1=gamma:0.5; relu1=flat");
        window.until("told", () -> window.says("#heat-settings-dialog", "does not suit the layer 'relu1'"));
        assertTrue(TestWindow.onFx(() -> window.found("#heat-apply").isDisabled()));
        window.type("#heat-setting-rules", "conv1=gamma:0.5");
        window.until("usable", () -> !window.found("#heat-apply").isDisabled());
        window.click("#heat-apply");
        untilMapped();
        assertEquals("conv1=gamma:0.5", heat().runProperty().get().texts().get("rules"));
    }

    @Test
    void theAxiomsAreMeasuredInTheWindow() {
        fire("#heat-method", "heat-method-x-gradient");
        fire("#heat-method", "heat-settings");
        window.click("#axioms-check");
        window.until("measured", () -> window.says("#axioms", "without biases"));
        assertTrue(window.says("#axioms", "✓"));
        assertTrue(TestWindow.onFx(() -> ((Labeled) window.found("#axioms-changes")).getText())
                .contains("bias dropped"));
        closeWindowOf("#heat-settings-dialog");
    }

    @Test
    void methodsWithoutFeaturesSaySo() {
        TestWindow.doOnFx(() -> {
            explore().method().load("knn-shapley", Map.of());
            window.workbench().explore().run();
        });
        window.until(
                "told",
                () -> window.isThere("#pair-problem")
                        && ((Labeled) window.found("#pair-problem")).getText().contains("scores of KNN-Shapley"));
        TestWindow.doOnFx(() -> {
            explore().method().load("dualda", Map.of());
            window.workbench().explore().run();
        });
        window.until("defined again", () -> !window.isThere("#pair-problem"));
    }

    @Test
    void aPairIsShownLargeAndFollowsTheScale() {
        TestWindow.doOnFx(() -> ((Button) window.found("#open-large")).fire());
        HeatmapView train = (HeatmapView) window.found("#pair-train");
        HeatmapView test = (HeatmapView) window.found("#pair-test");
        assertEquals(train.viewport(), test.viewport());
        double shared = TestWindow.onFx(() -> train.scaleProperty().get());
        assertEquals(shared, TestWindow.onFx(() -> test.scaleProperty().get()));
        TestWindow.doOnFx(() -> heat().display().scaleProperty().set(ScaleMode.TILE));
        assertTrue(TestWindow.onFx(() -> Double.isNaN(train.scaleProperty().get())));
        int whole = TestWindow.onFx(() -> train.heatmapProperty().get().width());
        TestWindow.doOnFx(() -> heat().use(HeatmapMethods.byId("lrp"), Map.of("layer", "pool1")));
        window.until("the map at the layer", () -> train.heatmapProperty().get().width() == whole / 2);
        window.click("#pair-copy-command");
        assertTrue(clipboard().contains(" --pairs=" + SmallProject.SELECTED + ":"), clipboard());
        closeWindowOf("#pair-view");
    }

    @ParameterizedTest
    @CsvSource({"XDA", "DATA", "DECISION", "PAIR", "TARGETS"})
    void theExportedFigureIsThatOfTheCopiedCommand(String kind) throws IOException {
        TestWindow.doOnFx(() -> heat().display().scaleProperty().set(ScaleMode.ROW));
        ExportDialog<?> dialog = TestWindow.onFx(() -> window.workbench().exportFigure());
        TestWindow.doOnFx(() -> {
            ComboBox<?> box = (ComboBox<?>) window.found("#export-kind");
            for (int i = 0; i < box.getItems().size(); i++) {
                if (((Enum<?>) box.getItems().get(i)).name().equals(kind)) {
                    box.getSelectionModel().select(i);
                }
            }
        });
        window.until("drawn", () -> !window.found("#export-save").isDisabled());
        Path exported = folder.resolve("window-" + kind + ".png");
        Path drawn = folder.resolve("command-" + kind + ".png");
        TestWindow.doOnFx(() -> dialog.write(exported));
        window.until("written", () -> Files.exists(exported));
        window.click("#export-copy");
        assertPictured(ImageIO.read(exported.toFile()));
        window.click("#export-command");
        new TypedCommand(clipboard()).with("--out", drawn).run();
        assertArrayEquals(Files.readAllBytes(exported), Files.readAllBytes(drawn));
        closeWindowOf("#export-dialog");
    }

    /** What is pasted has the size and the pixels of the file. */
    private static void assertPictured(BufferedImage expected) {
        Image copied = TestWindow.onFx(() -> Clipboard.getSystemClipboard().getImage());
        assertEquals(expected.getWidth(), copied.getWidth());
        assertEquals(expected.getHeight(), copied.getHeight());
        int width = expected.getWidth();
        int[] row = new int[width];
        int[] found = new int[width];
        for (int y = 0; y < expected.getHeight(); y++) {
            copied.getPixelReader().getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), found, 0, width);
            assertArrayEquals(expected.getRGB(0, y, width, 1, row, 0, width), found, "row " + y);
        }
    }

    @ParameterizedTest
    @CsvSource({"png", "svg", "pdf"})
    void aDroppedFigureBringsItsViewBack(String format) throws IOException {
        TestWindow.doOnFx(() -> {
            heat().display().scaleProperty().set(ScaleMode.ROW);
            heat().use(HeatmapMethods.byId("lrp"), Map.of("composite", "epsilon-plus", "zero-bias", "true"));
        });
        untilMapped();
        ExportDialog<?> dialog = TestWindow.onFx(() -> window.workbench().exportFigure());
        window.until("drawn", () -> !window.found("#export-save").isDisabled());
        Path figure = folder.resolve("dropped." + format);
        TestWindow.doOnFx(() -> dialog.write(figure));
        window.until("written", () -> Files.exists(figure));
        closeWindowOf("#export-dialog");
        assertTrue(Provenance.read(figure).orElseThrow().contains("epsilon-plus"));

        TestWindow.doOnFx(() -> {
            heat().display().scaleProperty().set(ScaleMode.PANEL);
            heat().use(HeatmapMethods.byId("gradient"), Map.of());
            window.workbench().explore().select(SmallProject.SELECTED + 1);
        });
        window.untilExplained();
        window.drop(figure);
        window.until(
                "the figure's image and settings back",
                () -> explore().selectedProperty().get() == SmallProject.SELECTED
                        && "epsilon-plus"
                                .equals(heat().runProperty().get().texts().get("composite"))
                        && heat().display().scaleProperty().get() == ScaleMode.ROW);
        window.untilExplained();
        assertFalse(window.isThere("#problem"));
    }

    @Test
    void theToggleOnDisplayIsMarked() {
        window.click("#scale-row");
        assertTrue(TestWindow.onFx(() -> ((ToggleButton) window.found("#scale-row")).isSelected()));
        assertFalse(TestWindow.onFx(() -> ((ToggleButton) window.found("#scale-panel")).isSelected()));
    }
}

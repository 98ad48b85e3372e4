package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.cli.TypedCommand;
import dev.whence.app.ui.compare.AgreementScope;
import dev.whence.app.ui.compare.CompareModel;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.app.ui.figure.ExportDialog;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two methods on one image, side by side, and several images explained together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComparingTest {

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

    private ExploreModel explore() {
        return window.workbench().model().explore();
    }

    private CompareModel compare() {
        return window.workbench().model().compare();
    }

    private void run(String method) {
        TestWindow.doOnFx(() -> explore().method().load(method, Map.of()));
        window.click("#run");
        window.until(method + " on display", () -> {
            var run = explore().method().appliedProperty().get();
            return run != null
                    && run.method().id().equals(method)
                    && explore().outcomeProperty().get() instanceof Outcome.Explained done
                    && !done.isPartial();
        });
    }

    @Test
    @Order(1)
    void aRunThatTakesLongIsShownWhole() {
        run("grad-cos");
        assertEquals(2, TestWindow.onFx(() -> explore().runs().size()));
        assertFalse(TestWindow.onFx(() -> window.isThere("#partial")));
    }

    @Test
    @Order(2)
    void twoMethodsStandSideBySideWithTheirAgreement() {
        window.click("#tab-compare");
        window.until("both have answered", () -> compare().answers().size() == 2);
        List<Explanation> answers = TestWindow.onFx(() -> compare().shown().stream()
                .map(run -> Objects.requireNonNull(compare().answers().get(run)))
                .toList());
        double rho = Agreement.spearman(answers.get(0).scores(), answers.get(1).scores());
        String shown = String.format(Locale.ROOT, "ρ %+.2f", rho).replace('-', '−');
        window.until("the rank correlation is told", () -> window.says("#compare-rows", shown));
        List<Node> lines =
                TestWindow.onFx(() -> List.copyOf(window.found("#compare-rows").lookupAll(".rank-line")));
        assertTrue(lines.size() >= 8, lines.size() + " lines");
    }

    @Test
    @Order(3)
    void theImageUnderTheMouseStandsOutEverywhere() {
        Button tile =
                TestWindow.onFx(() -> (Button) window.found("#compare-rows").lookup(".row-tile"));
        window.robot().moveTo(tile);
        window.until("highlighted", () -> compare().highlightedProperty().get() == (int) tile.getUserData());
        window.until(
                "its scores are told",
                () -> ((Labeled) window.found("#scatter-scores")).getText().contains("Grad-Cos"));
        assertTrue(TestWindow.onFx(() -> tile.getStyleClass().contains("highlighted")));
    }

    @Test
    @Order(4)
    void allRunsAgreeWithThemselves() {
        window.click("#measure");
        window.until("measured", () -> compare().agreementsProperty().get() != null);
        double[][] rho = Objects.requireNonNull(
                        TestWindow.onFx(() -> compare().agreementsProperty().get()))
                .matrix()
                .spearman();
        assertEquals(1, rho[0][0], 1e-12);
        assertEquals(rho[0][1], rho[1][0], 0);
        assertTrue(window.says("#agreement", "1.00"));
    }

    @Test
    @Order(5)
    void opponentsAreComparedOnRequest() {
        window.click("#compare-opponents");
        window.until("opponents", () -> window.says("#compare-rows", "opponents"));
        window.click("#compare-proponents");
    }

    @Test
    @Order(5)
    void aClickedImageIsChosenInExploreToo() {
        Button tile = TestWindow.onFx(() -> window.found("#compare-rows").lookupAll(".row-tile").stream()
                .map(Button.class::cast)
                .skip(2)
                .findFirst()
                .orElseThrow());
        int train = (int) tile.getUserData();
        TestWindow.doOnFx(tile::fire);
        boolean scored = TestWindow.onFx(() -> window.outcome() instanceof Outcome.Explained done
                && done.explanation().scores()[train] != 0);
        if (scored) {
            window.until("chosen in Explore", () -> {
                var chosen = explore().chosenProperty().get();
                return chosen != null && chosen.train() == train;
            });
        }
        assertEquals(
                train, TestWindow.onFx(() -> compare().highlightedProperty().get()));
    }

    @Test
    @Order(5)
    void theExportedComparisonIsThatOfTheCopiedCommand(@TempDir Path folder) throws IOException {
        for (String kind : List.of("RANKINGS", "WITH_MATRIX")) {
            assertSameFigure(
                    kind, folder.resolve("window-" + kind + ".png"), folder.resolve("command-" + kind + ".png"));
        }
    }

    @Test
    @Order(5)
    void aDroppedComparisonBringsItsViewBack(@TempDir Path folder) throws IOException {
        Path figure = folder.resolve("opponents.png");
        TestWindow.doOnFx(() -> compare().opponentsProperty().set(true));
        assertSameFigure("RANKINGS", figure, folder.resolve("command.png"));
        TestWindow.doOnFx(() -> {
            compare().opponentsProperty().set(false);
            window.workbench().model().tabProperty().set(WorkbenchTab.EXPLORE);
            window.workbench().explore().select(SmallProject.SELECTED + 1);
        });
        window.untilExplained();
        window.drop(figure);
        window.until(
                "compared again",
                () -> window.workbench().model().tabProperty().get() == WorkbenchTab.COMPARE
                        && explore().selectedProperty().get() == SmallProject.SELECTED
                        && compare().answers().size() == 2
                        && compare().opponentsProperty().get());
        assertEquals(2, TestWindow.onFx(() -> explore().runs().size()), "no run is there twice");
        window.click("#compare-proponents");
        window.until("nothing is under way", () -> !window.workbench().tasks().isBusy());
    }

    private void assertSameFigure(String kind, Path exported, Path drawn) throws IOException {
        ExportDialog<?> dialog =
                Objects.requireNonNull(TestWindow.onFx(() -> window.workbench().exportFigure()));
        TestWindow.doOnFx(() -> {
            ComboBox<?> box = (ComboBox<?>) window.found("#export-kind");
            for (int i = 0; i < box.getItems().size(); i++) {
                if (((Enum<?>) box.getItems().get(i)).name().equals(kind)) {
                    box.getSelectionModel().select(i);
                }
            }
        });
        window.until("drawn", () -> !window.found("#export-save").isDisabled());
        window.click("#export-command");
        String command = TestWindow.onFx(() -> Clipboard.getSystemClipboard().getString());
        TestWindow.doOnFx(() -> dialog.write(exported));
        window.until("written", () -> Files.exists(exported));
        new TypedCommand(command).with("--out", drawn).run();
        assertArrayEquals(Files.readAllBytes(exported), Files.readAllBytes(drawn), command);
        TestWindow.doOnFx(
                () -> window.found("#export-dialog").getScene().getWindow().hide());
    }

    @Test
    @Order(6)
    void decisionsListedAreExplainedAndComparedTogether(@TempDir Path folder) throws IOException {
        window.click("#tab-explore");
        run("dualda");
        TestWindow.doOnFx(() -> explore().gallery().wrongOnlyProperty().set(true));
        int count = TestWindow.onFx(() -> window.shown().size());
        assertTrue(count > 1, count + " wrong decisions");
        window.click("#explain-together");
        window.until(
                "explained together",
                () -> window.outcome() instanceof Outcome.Explained done
                        && done.explanation().isGroup());
        assertTrue(window.says("#group", count + " test images together"));
        window.click("#tab-compare");
        window.until(
                "both have answered for all",
                () -> compare().answers().size() == 2
                        && compare().answers().values().stream().allMatch(Explanation::isGroup));
        assertTrue(window.says("#compare", count + " test images together"));
        assertSameFigure("WITH_MATRIX", folder.resolve("group.png"), folder.resolve("group-command.png"));
        window.click("#tab-explore");
        window.click("#group-back");
        window.until(
                "one image again",
                () -> window.outcome() instanceof Outcome.Explained done
                        && !done.explanation().isGroup());
        TestWindow.doOnFx(() -> explore().gallery().clearFilters());
    }

    @Test
    @Order(7)
    void agreementIsMeasuredOverTheSelectedImages() {
        TestWindow.doOnFx(() -> explore().gallery().pick(List.of(3, 5, 8, 13)));
        window.click("#tab-compare");
        window.choose("#agreement-scope", AgreementScope.SELECTED);
        window.click("#measure");
        window.until(
                "measured over four",
                () -> compare().agreementsProperty().get() != null
                        && Objects.requireNonNull(compare().agreementsProperty().get())
                                        .matrix()
                                        .tests()
                                == 4);
        TestWindow.doOnFx(() -> explore().gallery().clearPicks());
        assertTrue(window.says("#compare", "mean over 4 test images"));
        window.choose("#agreement-scope", AgreementScope.LISTED);
        window.click("#measure");
        window.until(
                "measured over all listed",
                () -> compare().agreementsProperty().get() != null
                        && Objects.requireNonNull(compare().agreementsProperty().get())
                                        .matrix()
                                        .tests()
                                == window.shown().size());
        window.click("#tab-explore");
    }

    @Test
    @Order(7)
    void aTrainingImagesEffectOnAllTestImagesIsShown() {
        // the headless platform has no gesture for context menus, so the event comes from here
        Node tile = window.tile("#proponents", 0);
        TestWindow.doOnFx(() -> tile.fireEvent(
                new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 400, 300, false, null)));
        window.click("#tile-effect");
        window.until("shown", () -> window.isThere("#effect"));
        assertTrue(TestWindow.onFx(
                () -> ((Labeled) window.found("#effect-share")).getText().startsWith("It is one of the 10 strongest")));
        assertFalse(window.row("#effect-supports").isEmpty());
        TestWindow.doOnFx(() -> window.found("#effect").getScene().getWindow().hide());
    }

    @Test
    @Order(7)
    void selfInfluenceIsShown() {
        TestWindow.doOnFx(
                () -> window.workbench().commands().byId("explain.self").run());
        window.until("shown", () -> window.isThere("#self-influence"));
        assertFalse(window.row("#self-tiles").isEmpty());
        TestWindow.doOnFx(
                () -> window.found("#self-influence").getScene().getWindow().hide());
    }

    @Test
    @Order(8)
    void methodsAreFoundByTypingAndTheirMemoryIsForecast() {
        window.click("#method");
        window.until("listed", () -> window.isThere("#method-dualda"));
        window.type("#method-search", "shapley");
        window.until("one left", () -> !window.isThere("#method-dualda"));
        window.click("#method-knn-shapley");
        window.until(
                "chosen",
                () -> Objects.requireNonNull(explore().method().methodProperty().get())
                        .id()
                        .equals("knn-shapley"));
        assertTrue(window.text("#memory-forecast").startsWith("Needs about "));
    }

    @Test
    @Order(9)
    void aFinishedRunIsShownAgainFromTheListOfTasks() {
        window.click("#tasks");
        window.until("listed", () -> window.isThere(".task-list"));
        Node show = TestWindow.onFx(() -> window.found(".task-list").lookupAll(".button").stream()
                .filter(node -> "Show result: Grad-Cos".equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow());
        TestWindow.doOnFx(() -> ((Button) show).fire());
        window.until(
                "Grad-Cos on display",
                () -> Objects.requireNonNull(
                                explore().method().appliedProperty().get())
                        .method()
                        .id()
                        .equals("grad-cos"));
    }
}

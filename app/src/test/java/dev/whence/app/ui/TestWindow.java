package dev.whence.app.ui;

import dev.whence.app.project.AppFolders;
import dev.whence.app.ui.explore.Decision;
import dev.whence.app.ui.explore.GalleryItem;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.visualization.control.PictureTile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window on the real engine in the headless toolkit, with what a test needs to use it as a person would. */
final class TestWindow implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final FxRobot robot = new FxRobot();
    private final Stage stage;
    private final Workbench workbench;

    private TestWindow(Stage stage, Workbench workbench) {
        this.stage = stage;
        this.workbench = workbench;
        robot.targetWindow(stage);
    }

    /**
     * @param home where preferences, data and results are kept
     * @param project a project file; null opens the sample project
     */
    static TestWindow open(Path home, @Nullable Path project, WorkspaceOpener opener) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        return onFx(() -> {
            Theme.loadFonts();
            Stage stage = new Stage();
            Workbench workbench = new Workbench(stage, AppFolders.inside(home), opener);
            workbench.show(project);
            return new TestWindow(stage, workbench);
        });
    }

    static <T> T onFx(Callable<T> question) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), question);
    }

    static void doOnFx(Runnable action) {
        onFx(() -> {
            action.run();
            return true;
        });
    }

    Workbench workbench() {
        return workbench;
    }

    FxRobot robot() {
        return robot;
    }

    /**
     * Returns when the condition holds, which is asked on the JavaFX thread. It does not hold yet where it asks for a node
     * that is not there: contents of scrolled panes come with the first layout.
     */
    void until(String what, Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> onFx(() -> holds(condition)));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "never " + what + "; the window shows "
                            + onFx(() -> outcome().getClass().getSimpleName()) + " and the problem '"
                            + onFx(() -> workbench.model().problemProperty().get()) + "'",
                    e);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (MissingNode notYet) {
            return false;
        }
    }

    /** A node asked for is not in any window. */
    private static final class MissingNode extends AssertionError {

        private static final long serialVersionUID = 1;

        MissingNode(String id) {
            super("there is no " + id);
        }
    }

    void untilExplained() {
        until(
                "explained",
                () -> outcome() instanceof Outcome.Explained
                        && !rows("#proponents").isEmpty());
    }

    Outcome outcome() {
        return workbench.model().explore().outcomeProperty().get();
    }

    /** What a screen reader says of the tiles of a row, in order. */
    List<String> row(String id) {
        return onFx(() -> rows(id).stream().map(Node::getAccessibleText).toList());
    }

    private List<PictureTile> rows(String id) {
        return ((Parent) found(id))
                .getChildrenUnmodifiable().stream()
                        .filter(PictureTile.class::isInstance)
                        .map(PictureTile.class::cast)
                        .toList();
    }

    /** The node with this id in any window of the program. */
    Node found(String id) {
        return Window.getWindows().stream()
                .map(window -> window.getScene().getRoot().lookup(id))
                .filter(node -> node != null)
                .findFirst()
                .orElseThrow(() -> new MissingNode(id));
    }

    boolean isThere(String id) {
        return Window.getWindows().stream()
                .map(window -> window.getScene().getRoot().lookup(id))
                .anyMatch(node -> node != null && isSeen(node));
    }

    private static boolean isSeen(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text occurs anywhere below a node. */
    boolean says(String id, String text) {
        return onFx(() -> isThere(id)
                && found(id).lookupAll(".label").stream()
                        .anyMatch(label -> ((Labeled) label).getText().contains(text)));
    }

    Node tile(String row, int index) {
        return onFx(() -> rows(row).get(index));
    }

    Node firstThumbnail() {
        until("a thumbnail there", () -> found("#gallery").lookup(".thumbnail-cell") != null);
        return onFx(() -> found("#gallery").lookup(".thumbnail-cell"));
    }

    List<GalleryItem> shown() {
        return workbench.model().explore().gallery().shownProperty().get();
    }

    /** The class that the outcome on display explains, -1 for none. */
    int explainedClass() {
        return outcome() instanceof Outcome.Explained done ? done.explanation().positiveClass() : -1;
    }

    /** The true class of the selected image. */
    int label() {
        Decision decision = workbench.model().explore().decisionProperty().get();
        return decision == null ? -1 : decision.label();
    }

    /** A setting of the results on display. */
    @Nullable
    String appliedSetting(String key) {
        MethodRun<?> run =
                workbench.model().explore().method().appliedProperty().get();
        return run == null ? null : run.texts().get(key);
    }

    /** The id of the node that has the keyboard focus. */
    @Nullable
    String focusedId() {
        Node focused = stage.getScene().getFocusOwner();
        return focused == null ? null : focused.getId();
    }

    String text(String id) {
        return onFx(() -> {
            Node node = found(id);
            return node instanceof TextInputControl input ? input.getText() : ((Labeled) node).getText();
        });
    }

    /** Puts a text into a field at once. */
    void type(String id, String text) {
        doOnFx(() -> ((TextInputControl) found(id)).setText(text));
    }

    /** Chooses one of a list. */
    <T> void choose(String id, T value) {
        doOnFx(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<T> box = (ComboBox<T>) found(id);
            box.setValue(value);
        });
    }

    /** Does what the window does when a file is dropped on it. */
    void drop(Path file) {
        doOnFx(() -> workbench.dropped(file));
    }

    /** Everything the Tab key reaches in all windows of the program. */
    List<Node> reachable() {
        List<Node> found = new ArrayList<>();
        Window.getWindows().forEach(shown -> collect(shown.getScene().getRoot(), found));
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable()) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }

    void untilText(String id, Predicate<String> wanted) {
        until(id + " says what is expected", () -> isThere(id) && wanted.test(((Labeled) found(id)).getText()));
    }

    void click(String id) {
        until(id + " is there", () -> isThere(id) && !found(id).isDisabled());
        // What was changed just before may move the control at the next layout, away from under the pointer.
        doOnFx(() -> found(id).getScene().getRoot().layout());
        robot.clickOn(id);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Override
    public void close() {
        doOnFx(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            stage.close();
            workbench.close();
        });
        try {
            if (!workbench.awaitEnd(Duration.ofSeconds(30))) {
                throw new AssertionError("work goes on half a minute after the window was closed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

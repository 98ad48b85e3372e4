package dev.whence.app.ui.open;

import dev.whence.app.ui.Labels;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Takes files dropped anywhere on the window, and says beforehand what will happen. */
public final class DropOverlay {

    private final Consumer<Path> dropped;
    private final VBox root = new VBox();
    private final Label what = Labels.styled("", "title");
    private final Label name = new Label();

    /**
     * @param dropped receives the first file
     */
    public DropOverlay(Consumer<Path> dropped) {
        this.dropped = dropped;
        root.getStyleClass().add("drop-overlay");
        root.getChildren().addAll(what, name);
        root.setVisible(false);
        root.setMouseTransparent(true);
    }

    /** Lies above the window's content. */
    public VBox root() {
        return root;
    }

    public void install(Scene scene) {
        scene.addEventFilter(DragEvent.DRAG_OVER, this::over);
        scene.addEventFilter(DragEvent.DRAG_EXITED, event -> root.setVisible(false));
        scene.addEventFilter(DragEvent.DRAG_DROPPED, this::drop);
    }

    private void over(DragEvent event) {
        Path file = file(event);
        if (file != null) {
            event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK);
            what.setText(DropKind.of(file).sentence());
            int others = event.getDragboard().getFiles().size() - 1;
            name.setText(file.getFileName()
                    + (others == 0
                            ? ""
                            : others == 1
                                    ? " (the other one is left out)"
                                    : " (the other " + others + " are left out)"));
            root.setVisible(true);
            event.consume();
        }
    }

    private void drop(DragEvent event) {
        root.setVisible(false);
        Path file = file(event);
        if (file != null) {
            event.setDropCompleted(true);
            event.consume();
            dropped.accept(file);
        }
    }

    private static @Nullable Path file(DragEvent event) {
        var files = event.getDragboard().getFiles();
        return files == null || files.isEmpty() ? null : files.get(0).toPath();
    }
}

package dev.whence.app.ui.dynamics;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.tasks.TaskLine;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Offers to compute what a plot needs, and tells how that goes. */
final class AskPanel {

    private static final double WIDTH = 560;

    private final Supplier<@Nullable BackgroundTask<?>> running;
    private final Button compute = new Button("Compute");
    private final Label words = Labels.paragraph("");
    private final TaskLine line;
    private final VBox root;

    /**
     * @param subject of the names of the parts, such as {@code matrix}
     * @param running what is being computed; null if nothing is
     */
    AskPanel(String subject, Runnable ask, Supplier<@Nullable BackgroundTask<?>> running, Runnable stop) {
        this.running = running;
        line = new TaskLine(running, stop);
        line.cancel().setId("stop-" + subject);
        HBox going = new HBox(line.root());
        going.setAlignment(Pos.CENTER);
        going.setMaxHeight(Region.USE_PREF_SIZE);
        root = new VBox(12, words, compute, going);
        root.setAlignment(Pos.CENTER);
        words.setMaxWidth(WIDTH);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        words.setId(subject + "-words");
        compute.setId("compute-" + subject);
        compute.getStyleClass().add("accent");
        compute.setOnAction(event -> ask.run());
    }

    Node root() {
        return root;
    }

    /** Goes away when there is something to see; what has the keyboard then hands it on. */
    void setVisible(boolean on, Node next) {
        Node owner = root.getScene() == null ? null : root.getScene().getFocusOwner();
        if (!on && (compute.equals(owner) || line.cancel().equals(owner))) {
            next.requestFocus();
        }
        root.setVisible(on);
    }

    /** What will be done, is being done, or why it was not. */
    void show(String sentence) {
        boolean busy = running.get() != null;
        words.setText(sentence);
        Node owner = root.getScene() == null ? null : root.getScene().getFocusOwner();
        Node shown = busy ? line.cancel() : compute;
        boolean follows = owner != null && owner.equals(busy ? compute : line.cancel());
        compute.setVisible(!busy);
        compute.setManaged(!busy);
        line.root().setVisible(busy);
        line.root().setManaged(busy);
        line.setWatching(busy);
        if (follows) {
            shown.requestFocus();
        }
    }
}

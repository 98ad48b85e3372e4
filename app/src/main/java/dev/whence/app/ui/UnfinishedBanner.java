package dev.whence.app.ui;

import dev.whence.app.project.UnfinishedRun;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Offers to go on with what was under way when the window was closed, one line each. */
final class UnfinishedBanner {

    private final VBox root = new VBox();

    UnfinishedBanner(WorkbenchModel model, Consumer<UnfinishedRun> goOn, Consumer<UnfinishedRun> forget) {
        root.setId("unfinished");
        InvalidationListener show = observed -> root.getChildren()
                .setAll(model.unfinished().stream()
                        .map(run -> line(run, goOn, forget))
                        .toList());
        model.unfinished().addListener(show);
        show.invalidated(model.unfinished());
    }

    Node root() {
        return root;
    }

    private static Node line(UnfinishedRun run, Consumer<UnfinishedRun> goOn, Consumer<UnfinishedRun> forget) {
        Label sentence = new Label(run.title() + " was under way when the window was closed"
                + (run.name().isEmpty() ? "" : " (" + run.name() + ")") + "; what was finished of it is kept.");
        sentence.setWrapText(true);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        Button more = button("unfinished-continue", "Go on", "Opens it as it was and goes on: " + run.title());
        more.getStyleClass().add("accent");
        more.setOnAction(event -> goOn.accept(run));
        Button not = button("unfinished-forget", "Not any more", "Does not ask again: " + run.title());
        not.setOnAction(event -> forget.accept(run));
        HBox line = new HBox(sentence, more, not);
        line.getStyleClass().addAll("banner", "offer");
        return line;
    }

    private static Button button(String id, String text, String accessible) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().add("compact");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(accessible);
        return button;
    }
}

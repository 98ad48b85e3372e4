package dev.whence.app.ui;

import dev.whence.app.project.LeftOpen;
import dev.whence.app.project.UnfinishedRun;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Offers to go on with what was left when the program ended before, one line each. */
final class UnfinishedBanner {

    /**
     * What is done with one kind of them.
     *
     * @param accept what the first button does
     * @param forget what the other one does
     */
    record Answers<T>(Consumer<T> accept, Consumer<T> forget) {}

    private final VBox root = new VBox();

    UnfinishedBanner(WorkbenchModel model, Answers<UnfinishedRun> runs, Answers<LeftOpen> projects) {
        root.setId("unfinished");
        InvalidationListener show = observed -> root.getChildren()
                .setAll(Stream.concat(
                                model.leftOpen().stream().map(left -> line(left, projects)),
                                model.unfinished().stream().map(run -> line(run, runs)))
                        .toList());
        model.unfinished().addListener(show);
        model.leftOpen().addListener(show);
        show.invalidated(model.unfinished());
    }

    Node root() {
        return root;
    }

    private static Node line(UnfinishedRun run, Answers<UnfinishedRun> answers) {
        Button more = button("unfinished-continue", "Go on", "Opens it as it was and goes on: " + run.title());
        more.setOnAction(event -> answers.accept().accept(run));
        Button not = button("unfinished-forget", "Not any more", "Does not ask again: " + run.title());
        not.setOnAction(event -> answers.forget().accept(run));
        return line(
                run.title() + " was under way when the window was closed"
                        + (run.name().isEmpty() ? "" : " (" + run.name() + ")") + "; what was finished of it is kept.",
                more,
                not);
    }

    private static Node line(LeftOpen left, Answers<LeftOpen> answers) {
        Button again = button("left-open-again", "Open it again", "Opens it as it was: " + left.name());
        again.setOnAction(event -> answers.accept().accept(left));
        Button forget = button("left-open-forget", "Forget", "Does not ask again: " + left.name());
        forget.setOnAction(event -> answers.forget().accept(left));
        return line(
                "Whence ended while '" + left.name() + "' was open and "
                        + (left.original() == null ? "not saved." : "had unsaved changes."),
                again,
                forget);
    }

    private static Node line(String words, Button accept, Button forget) {
        Label sentence = new Label(words);
        sentence.setWrapText(true);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        accept.getStyleClass().add("accent");
        HBox line = new HBox(sentence, accept, forget);
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

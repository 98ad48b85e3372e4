package dev.whence.app.ui.command;

import dev.whence.app.ui.Labels;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Finds commands by typing, and is the list of what the keyboard can do. */
public final class CommandPalette {

    private final CommandRegistry commands;
    private final StackPane veil = new StackPane();
    private final TextField text = new TextField();
    private final ListView<Command> list = new ListView<>();
    private Runnable closed = () -> {};

    public CommandPalette(CommandRegistry commands) {
        this.commands = commands;
        text.setId("palette-text");
        text.setPromptText("What do you want to do?");
        text.setAccessibleText("Search commands");
        list.setId("palette-list");
        list.setAccessibleText("Commands");
        list.setPrefHeight(420);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Cell());
        list.setOnMouseClicked(event -> run());
        text.textProperty().addListener((observed, was, is) -> filter());
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        VBox box = new VBox(text, list);
        box.getStyleClass().add("palette");
        box.setMaxWidth(620);
        box.setMaxHeight(480);
        veil.getStyleClass().add("veil");
        veil.getChildren().add(box);
        veil.setVisible(false);
        veil.setOnMousePressed(event -> {
            if (event.getTarget() == veil) {
                hide();
            }
        });
    }

    /** Lies above everything else in the window. */
    public StackPane root() {
        return veil;
    }

    /**
     * @param whenClosed gets the focus back to where it was
     */
    public void show(Runnable whenClosed) {
        closed = whenClosed;
        text.clear();
        filter();
        veil.setVisible(true);
        text.requestFocus();
    }

    public void hide() {
        if (veil.isVisible()) {
            veil.setVisible(false);
            closed.run();
        }
    }

    private void filter() {
        list.getItems().setAll(commands.search(text.getText()));
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
    }

    private void key(KeyEvent event) {
        int selected = list.getSelectionModel().getSelectedIndex();
        if (event.getCode() == KeyCode.ESCAPE) {
            hide();
        } else if (event.getCode() == KeyCode.ENTER) {
            run();
        } else if (event.getCode() == KeyCode.DOWN) {
            list.getSelectionModel()
                    .select(Math.min(selected + 1, list.getItems().size() - 1));
            list.scrollTo(list.getSelectionModel().getSelectedIndex() - 4);
        } else if (event.getCode() == KeyCode.UP) {
            list.getSelectionModel().select(Math.max(selected - 1, 0));
            list.scrollTo(list.getSelectionModel().getSelectedIndex() - 4);
        } else {
            return;
        }
        event.consume();
    }

    private void run() {
        Command command = list.getSelectionModel().getSelectedItem();
        hide();
        if (command != null) {
            command.run();
        }
    }

    private static final class Cell extends ListCell<Command> {
        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            Label help = Labels.muted(command.help());
            help.getStyleClass().add("small");
            VBox words = new VBox(1, Labels.styled(command.title(), "strong"), help);
            words.setMinWidth(0);
            HBox row = Labels.row(10, words, Labels.spacer(), Labels.styled(CommandMenus.display(command), "shortcut"));
            setGraphic(row);
            setPrefWidth(0);
            setDisable(!command.enabled().get());
            setAccessibleText(command.title() + ". " + command.help());
        }
    }
}

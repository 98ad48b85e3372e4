package dev.whence.app.ui.command;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

/** Turns commands into menu items; their shortcuts work in the whole window. */
public final class CommandMenus {

    private final CommandRegistry commands;

    public CommandMenus(CommandRegistry commands) {
        this.commands = commands;
    }

    /** A menu of the commands with the given ids. */
    public Menu menu(String title, String... ids) {
        Menu menu = new Menu(title);
        for (String id : ids) {
            menu.getItems().add(item(commands.byId(id)));
        }
        return menu;
    }

    /** Calls back with each item, for menus that hold more than commands. */
    public void each(Consumer<MenuItem> action, String... ids) {
        for (String id : ids) {
            action.accept(item(commands.byId(id)));
        }
    }

    /** How a shortcut is written on this system; empty for none. */
    public static String display(Command command) {
        return command.shortcut().isEmpty()
                ? ""
                : KeyCombination.valueOf(command.shortcut()).getDisplayText();
    }

    private static MenuItem item(Command command) {
        MenuItem item = new MenuItem(command.title());
        item.setId("menu-" + command.id());
        item.setOnAction(event -> command.run());
        item.disableProperty().bind(Bindings.not(command.enabled()));
        if (!command.shortcut().isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(command.shortcut()));
        }
        return item;
    }
}

package dev.whence.app.ui.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;

/** All commands by id, in the order in which they were added. */
public final class CommandRegistry {

    private final Map<String, Command> commands = new LinkedHashMap<>();

    /** Adds a command that always makes sense. */
    public void add(String id, String title, String help, String shortcut, Runnable action) {
        add(id, title, help, shortcut, new SimpleBooleanProperty(true), action);
    }

    /**
     * @throws IllegalArgumentException if the id or the shortcut is taken, or a text is missing
     */
    public void add(
            String id, String title, String help, String shortcut, ObservableBooleanValue enabled, Runnable action) {
        if (title.isBlank() || help.isBlank()) {
            throw new IllegalArgumentException("the command " + id + " needs a title and a help sentence");
        }
        for (Command other : commands.values()) {
            if (other.id().equals(id)
                    || (!shortcut.isEmpty() && other.shortcut().equals(shortcut))) {
                throw new IllegalArgumentException("the command " + id + " collides with " + other.id());
            }
        }
        commands.put(id, new Command(id, title, help, shortcut, enabled, action));
    }

    public Collection<Command> all() {
        return List.copyOf(commands.values());
    }

    /**
     * @throws IllegalArgumentException if there is none of that id
     */
    public Command byId(String id) {
        Command found = commands.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no command " + id);
        }
        return found;
    }

    /** Commands whose title or help contains all words, those whose title starts with the text first. */
    public List<Command> search(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        List<Command> starting = new ArrayList<>();
        List<Command> others = new ArrayList<>();
        for (Command command : commands.values()) {
            String title = command.title().toLowerCase(Locale.ROOT);
            String all = title + " " + command.help().toLowerCase(Locale.ROOT);
            if (title.startsWith(wanted)) {
                starting.add(command);
            } else if (List.of(wanted.split("\\s+")).stream().allMatch(all::contains)) {
                others.add(command);
            }
        }
        starting.addAll(others);
        return starting;
    }
}

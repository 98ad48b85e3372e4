package dev.whence.app.ui.command;

import javafx.beans.value.ObservableBooleanValue;

/**
 * Something the person can make the program do.
 *
 * @param id stable, for example {@code file.save}; the part before the dot is its group
 * @param title as in a menu
 * @param help one sentence
 * @param shortcut as {@code Shortcut+Shift+P} ({@code Shortcut} is Ctrl, or Cmd on a Mac), empty for none
 * @param enabled whether it makes sense now
 */
public record Command(
        String id, String title, String help, String shortcut, ObservableBooleanValue enabled, Runnable action) {

    /** For example {@code file}. */
    public String group() {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /** Does it, if it makes sense now. */
    public void run() {
        if (enabled.get()) {
            action.run();
        }
    }
}

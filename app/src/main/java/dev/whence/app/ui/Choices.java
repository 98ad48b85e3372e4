package dev.whence.app.ui;

import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;

/** One of several values as buttons side by side. The arrow keys choose as a click does; one is always chosen. */
public final class Choices {

    private Choices() {}

    /** Makes a button the one for a value; both follow each other. */
    public static <T> void connect(ToggleButton button, ToggleGroup group, Property<T> chosen, T value) {
        button.setSelected(value.equals(chosen.getValue()));
        chosen.addListener((observed, was, is) -> button.setSelected(value.equals(is)));
        connect(button, group, () -> chosen.setValue(value));
    }

    /** The same where there is no property; the action is also called when the program chooses. */
    public static void connect(ToggleButton button, ToggleGroup group, Runnable whenChosen) {
        button.setToggleGroup(group);
        button.selectedProperty().addListener((observed, was, is) -> {
            if (is) {
                whenChosen.run();
            }
        });
        button.setOnAction(event -> button.setSelected(true));
    }
}

package dev.whence.visualization.control;

import java.net.URL;
import java.util.Objects;

/** The style sheets of this module, to be added to a scene. */
public final class Stylesheets {

    private Stylesheets() {}

    /**
     * The controls' sheet. All colours are looked up under {@code -whence-…} names with values for a light window; a root
     * with the style class {@code dark} gets those for a dark one, and an application may set its own.
     *
     * @return a URL for {@code Scene.getStylesheets()}
     */
    public static String controls() {
        URL sheet = Stylesheets.class.getResource("controls.css");
        return Objects.requireNonNull(sheet, "controls.css is part of this module")
                .toExternalForm();
    }
}

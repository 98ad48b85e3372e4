package dev.whence.app.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.whence.visualization.control.Stylesheets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import javafx.stage.PopupWindow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the look on scenes: the base theme, our colours, our typeface. */
public final class Theme {

    private static final Logger LOG = LoggerFactory.getLogger(Theme.class);
    private static final List<String> FONTS = List.of("fonts/Inter-Regular.otf", "fonts/Inter-Bold.otf");

    private Theme() {}

    /** Loads the typeface; the system's serves if that fails. */
    public static void loadFonts() {
        for (String name : FONTS) {
            try (InputStream file = Theme.class.getResourceAsStream(name)) {
                if (file == null || Font.loadFont(file, 13) == null) {
                    LOG.warn("The typeface {} cannot be used; the system's is used instead.", name);
                }
            } catch (IOException e) {
                LOG.warn("The typeface {} cannot be read; the system's is used instead.", name, e);
            }
        }
    }

    /** Adds the style sheets to a scene; {@link #apply} chooses between light and dark. */
    public static void install(Scene scene) {
        URL own = Theme.class.getResource("workbench.css");
        scene.getStylesheets()
                .setAll(
                        Stylesheets.controls(),
                        Objects.requireNonNull(own, "workbench.css is part of this module")
                                .toExternalForm());
    }

    /** Makes what pops up above a node as light or dark as the window it belongs to; call it before each showing. */
    public static void follow(PopupWindow popup, Node owner) {
        popup.getScene().getRoot().getStyleClass().remove("dark");
        if (owner.getScene().getRoot().getStyleClass().contains("dark")) {
            popup.getScene().getRoot().getStyleClass().add("dark");
        }
    }

    /** Turns the whole program light or dark. */
    public static void apply(Parent root, boolean dark) {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        root.getStyleClass().remove("dark");
        if (dark) {
            root.getStyleClass().add("dark");
        }
    }
}

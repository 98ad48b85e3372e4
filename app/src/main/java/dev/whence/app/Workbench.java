package dev.whence.app;

import dev.whence.app.ui.WorkbenchApplication;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The only door from the command line to the window: JavaFX is loaded when it is opened, never before. */
public final class Workbench {

    private Workbench() {}

    /** Whether a window can be shown, or a headless toolkit was asked for on purpose. */
    public static boolean hasDisplay() {
        return hasDisplay(System.getProperties(), System.getenv());
    }

    static boolean hasDisplay(Properties properties, Map<String, String> environment) {
        String platform = properties.getProperty("glass.platform", "").toLowerCase(Locale.ROOT);
        if (platform.equals("monocle") || platform.equals("headless")) {
            return true;
        }
        boolean linux =
                properties.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || isSet(environment.get("DISPLAY")) || isSet(environment.get("WAYLAND_DISPLAY"));
    }

    /**
     * Opens the window and returns when it is closed.
     *
     * @param project a project file; absent opens the sample project
     */
    public static void open(@Nullable Path project) {
        WorkbenchApplication.open(project);
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}

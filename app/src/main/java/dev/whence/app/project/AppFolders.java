package dev.whence.app.project;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the program keeps its own files, by the customs of the system.
 *
 * @param config preferences
 * @param data the unpacked sample project
 * @param cache stored results that may be deleted at any time
 */
public record AppFolders(Path config, Path data, Path cache) {

    /** The folders of the person who runs the program; {@code WHENCE_HOME} puts all of them into one folder. */
    public static AppFolders standard() {
        String own = System.getenv("WHENCE_HOME");
        if (own != null && !own.isBlank()) {
            return inside(Path.of(own));
        }
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            return new AppFolders(
                    variable("APPDATA", home.resolve("AppData/Roaming")).resolve("Whence"),
                    variable("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("Whence/data"),
                    variable("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("Whence/cache"));
        }
        if (system.contains("mac")) {
            Path library = home.resolve("Library");
            return new AppFolders(
                    library.resolve("Preferences/Whence"),
                    library.resolve("Application Support/Whence"),
                    library.resolve("Caches/Whence"));
        }
        return new AppFolders(
                variable("XDG_CONFIG_HOME", home.resolve(".config")).resolve("whence"),
                variable("XDG_DATA_HOME", home.resolve(".local/share")).resolve("whence"),
                variable("XDG_CACHE_HOME", home.resolve(".cache")).resolve("whence"));
    }

    /** All three below one folder. */
    public static AppFolders inside(Path folder) {
        return new AppFolders(folder.resolve("config"), folder.resolve("data"), folder.resolve("cache"));
    }

    private static Path variable(String name, Path otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }
}

package dev.whence.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    private static final Path HOME = Path.of("home");

    @Test
    void eachSystemHasItsPlace() {
        assertEquals(HOME.resolve(".cache").resolve("whence"), CacheFolder.locate("linux", HOME, Map.of()));
        assertEquals(
                Path.of("elsewhere").resolve("whence"),
                CacheFolder.locate("linux", HOME, Map.of("XDG_CACHE_HOME", "elsewhere")));
        assertEquals(
                HOME.resolve("Library").resolve("Caches").resolve("Whence"),
                CacheFolder.locate("mac os x", HOME, Map.of()));
        assertEquals(
                Path.of("local").resolve("Whence").resolve("Cache"),
                CacheFolder.locate("windows 11", HOME, Map.of("LOCALAPPDATA", "local")));
    }
}

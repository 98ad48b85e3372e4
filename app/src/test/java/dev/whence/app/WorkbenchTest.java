package dev.whence.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkbenchTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, '', '', '', false",
        "Linux, :0, '', '', true",
        "Linux, '', wayland-0, '', true",
        "Linux, '', '', Monocle, true",
        "Linux, '', '', Headless, true",
        "Windows 11, '', '', '', true",
        "Mac OS X, '', '', '', true",
    })
    void displayIsFound(String system, String x11, String wayland, String platform, boolean expected) {
        Properties properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("glass.platform", platform);
        assertEquals(expected, Workbench.hasDisplay(properties, Map.of("DISPLAY", x11, "WAYLAND_DISPLAY", wayland)));
    }
}

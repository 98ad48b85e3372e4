package dev.whence.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whence.app.cli.console.CancelSignal;
import dev.whence.app.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands run although no JavaFX class can be loaded: the class path leaves the toolkit out. */
class NoToolkitTest {

    @ParameterizedTest
    @ValueSource(strings = {"methods", "--help", "--version"})
    void commandRunsWithoutJavaFx(String argument) throws Exception {
        try (URLClassLoader loader = withoutJavaFx()) {
            assertEquals(0, run(loader, argument));
        }
    }

    @Test
    void javaFxIsReallyOutOfReach() throws IOException {
        try (URLClassLoader loader = withoutJavaFx()) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("javafx.application.Application"));
        }
    }

    private static int run(ClassLoader loader, String... args) throws ReflectiveOperationException {
        Class<?> signalType = loader.loadClass(CancelSignal.class.getName());
        Class<?> consoleType = loader.loadClass(Console.class.getName());
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Object console = consoleType
                .getConstructor(PrintStream.class, PrintStream.class, boolean.class, signalType)
                .newInstance(
                        nowhere, nowhere, false, signalType.getConstructor().newInstance());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return (int) loader.loadClass(CommandRunner.class.getName())
                    .getMethod("run", consoleType, String[].class)
                    .invoke(null, console, args);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URLClassLoader withoutJavaFx() {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("javafx") && !entry.contains("monocle"))
                .map(NoToolkitTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}

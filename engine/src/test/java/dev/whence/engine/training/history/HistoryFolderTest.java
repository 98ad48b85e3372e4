package dev.whence.engine.training.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFolderTest {

    private static final List<ParameterGroup> GROUPS =
            List.of(new ParameterGroup("w", 0, Shape.of(2, 3)), new ParameterGroup("b", 6, Shape.of(2)));
    private static final List<ParameterGroup> BUFFERS = List.of(new ParameterGroup("mean", 0, Shape.of(2)));

    @TempDir
    Path root;

    @Test
    void whatWasCommittedIsReadBack() {
        Path folder = root.resolve("history");
        write(folder, 3);
        try (HistoryFolder history = HistoryFolder.open(folder)) {
            history.verify(Progress.none());
            assertEquals(description(folder), history.description());
            assertEquals(GROUPS, history.groups());
            assertEquals(BUFFERS, history.bufferGroups());
            assertEquals(8, history.parameterCount());
            assertEquals(3, history.steps());
            assertArrayEquals(new int[] {0, 1, 2, 3}, history.states());
            assertArrayEquals(row(2), history.parameters(2));
            assertArrayEquals(row(20), history.secondMoment(2).orElseThrow());
            assertArrayEquals(new float[] {2, 3}, history.buffers(2));
            assertArrayEquals(new int[] {1, 3}, history.batch(1));
            assertArrayEquals(
                    new int[] {Augmentation.UNCHANGED, Augmentation.choice(true, -1, 1)},
                    history.augmentationChoices(1));
            assertEquals(0.1, history.learningRate(1));
            assertEquals(0.5, history.weightDecay(1));
            assertEquals(1.5, history.loss(1));
            assertEquals(0.25, history.accuracy(1));
            assertArrayEquals(new int[] {0, 1, 0, 1}, history.labels());
            assertThrows(IllegalArgumentException.class, () -> history.parameters(4));
        }
    }

    @Test
    void whatWasNotCommittedDoesNotCount() {
        Path folder = root.resolve("history");
        try (HistoryWriter writer = write(folder, 2)) {
            writer.state(3, row(3), row(30), new float[] {0, 0});
            step(writer);
        }
        try (HistoryFolder history = HistoryFolder.open(folder)) {
            assertEquals(2, history.steps());
            assertArrayEquals(new int[] {0, 1, 2}, history.states());
        }
    }

    @Test
    void aHistoryIsContinuedWhereItWasCommittedOrEarlier() {
        Path straight = root.resolve("a");
        write(straight, 4).close();
        Path continued = root.resolve("b");
        write(continued, 3).close();
        try (HistoryWriter writer = HistoryWriter.reopen(continued, 2, 3)) {
            for (int s = 3; s <= 4; s++) {
                step(writer);
                writer.state(s, row(s), row(10 * s), new float[] {s, s + 1f});
            }
            writer.commit();
        }
        try (HistoryFolder first = HistoryFolder.open(straight);
                HistoryFolder second = HistoryFolder.open(continued)) {
            second.verify(Progress.none());
            assertEquals(4, second.steps());
            assertArrayEquals(first.states(), second.states());
            assertArrayEquals(first.parameters(4), second.parameters(4));
        }
        assertThrows(BadInputException.class, () -> HistoryWriter.reopen(continued, 9, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.f32",
                "second-moment.f32",
                "buffers.f32",
                "states.bin",
                "steps.bin",
                "batches.i32",
                "choices.i32",
                "labels.i32"
            })
    void aTruncatedOrAlteredFileIsNamed(String name) throws IOException {
        Path folder = root.resolve("history");
        write(folder, 3).close();
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(whole.length - 3);
            access.write(whole[whole.length - 3] ^ 4);
        }
        assertTrue(failure(folder).contains(name), failure(folder));
        boolean rows = name.endsWith(".f32");
        if (!rows) {
            assertTrue(continued(folder).contains(name), "what is written next must not vouch for it");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertTrue(failure(folder).contains(name + " is incomplete"), failure(folder));
        assertTrue(continued(folder).contains(name), continued(folder));
        Files.delete(file);
        assertTrue(failure(folder).contains(name), failure(folder));
        assertTrue(continued(folder).contains(name), continued(folder));
        assertFalse(Files.exists(file), "an empty file takes its place");
    }

    private static String continued(Path folder) {
        return assertThrows(
                        BadInputException.class,
                        () -> HistoryWriter.reopen(folder, 3, 4).close())
                .sentence();
    }

    /** As if killed before the files were cut to what counts. */
    @Test
    void filesThatAreLongerThanWhatCountsAreContinued() throws IOException {
        Path folder = root.resolve("history");
        write(folder, 4).close();
        Path copy = root.resolve("copy");
        Files.createDirectories(copy);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        HistoryWriter.reopen(folder, 2, 3).close();
        Files.copy(folder.resolve("history.json"), copy.resolve("history.json"), StandardCopyOption.REPLACE_EXISTING);
        try (HistoryFolder history = HistoryFolder.open(copy)) {
            history.verify(Progress.none());
            assertEquals(2, history.steps());
        }
        HistoryWriter.reopen(copy, 2, 3).close();
        assertEquals(Files.size(folder.resolve("parameters.f32")), Files.size(copy.resolve("parameters.f32")));
    }

    @Test
    void anAlteredManifestIsRecognised() throws IOException {
        Path folder = root.resolve("history");
        write(folder, 3).close();
        Path manifest = folder.resolve("history.json");
        Files.writeString(manifest, Files.readString(manifest).replace("0.98", "0.99"));
        assertTrue(failure(folder).contains("history.json is not what was recorded"), failure(folder));
        Files.delete(manifest);
        assertTrue(failure(folder).contains("There is no training history in"), failure(folder));
    }

    private static String failure(Path folder) {
        return assertThrows(BadInputException.class, () -> {
                    try (HistoryFolder history = HistoryFolder.open(folder)) {
                        history.verify(Progress.none());
                    }
                })
                .sentence();
    }

    private static HistoryWriter write(Path folder, int steps) {
        HistoryWriter writer =
                HistoryWriter.create(folder, description(folder), GROUPS, BUFFERS, new int[] {0, 1, 0, 1}, true);
        writer.state(0, row(0), row(0), new float[] {0, 1});
        for (int s = 1; s <= steps; s++) {
            step(writer);
            writer.state(s, row(s), row(10 * s), new float[] {s, s + 1f});
        }
        writer.commit();
        return writer;
    }

    private static void step(HistoryWriter writer) {
        int[] choices = {Augmentation.UNCHANGED, Augmentation.choice(true, -1, 1)};
        writer.step(new int[] {1, 3}, choices, 0.1, 0.5, 1.5, 0.25);
    }

    private static float[] row(int value) {
        float[] row = new float[8];
        Arrays.fill(row, value + 0.5f);
        return row;
    }

    private static TrainingDescription description(Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        TrainingDescription.Images images = new TrainingDescription.Images(
                Path.of("/data/train"), false, "0-3", 4, "abc", Preprocessing.none(), List.of("cat", "dog"));
        return new TrainingDescription(
                home.resolveSibling("network.json"),
                images,
                new Optimizer.AdamW(0.9, 0.98, 1e-8, 0.5),
                new Augmentation(true, 2, List.of(-0.5)),
                BatchNormMode.FIXED,
                7);
    }
}

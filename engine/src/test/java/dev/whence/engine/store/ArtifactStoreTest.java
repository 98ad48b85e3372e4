package dev.whence.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.WorkFailedException;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

    @TempDir
    Path cache;

    private final Artifact artifact = new Artifact(
            Map.of(
                    "scores", Tensor.of(new float[] {1, -2, 3}, 1, 3),
                    "gap", Tensor.of(new double[] {0.25})),
            Map.of("device", "cpu"));

    private static ArtifactKey key(String model, double c) {
        return new ArtifactKey(
                model,
                "data",
                "{}",
                "fc",
                "dualda",
                "1",
                new TreeMap<>(Map.of("c", Double.toString(c))),
                0,
                "0.1.0",
                "float32");
    }

    @Test
    void whatWasStoredIsFound() {
        ArtifactStore store = ArtifactStore.open(cache);
        assertTrue(store.find(key("m", 1)).isEmpty());
        store.put(key("m", 1), artifact);
        store.put(key("m", 1), artifact);
        Artifact found = store.find(key("m", 1)).orElseThrow();
        assertArrayEquals(new float[] {1, -2, 3}, found.arrays().get("scores").floats());
        assertEquals(0.25, found.arrays().get("gap").get(0));
        assertEquals("cpu", found.facts().get("device"));
    }

    @Test
    void changingAnythingGivesAnotherResult() {
        ArtifactStore store = ArtifactStore.open(cache);
        store.put(key("m", 1), artifact);
        assertTrue(store.find(key("n", 1)).isEmpty());
        assertTrue(store.find(key("m", 1.0000001)).isEmpty());
        assertNotEquals(key("m", 1).hash(), key("m", 2).hash());
        assertEquals(key("m", 1).hash(), key("m", 1).hash());
    }

    @Test
    void oneChangedByteInAnyMemberMakesTheResultAbsent() throws IOException {
        ArtifactStore store = ArtifactStore.open(cache);
        store.put(key("m", 1), artifact);
        List<String> members =
                files().stream().map(file -> file.getFileName().toString()).toList();
        assertEquals(4, members.size());
        for (String member : members) {
            store.put(key("m", 1), artifact);
            Path file =
                    files().stream().filter(f -> f.endsWith(member)).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            assertTrue(store.find(key("m", 1)).isEmpty(), member);
            assertEquals(List.of(), files());
        }
    }

    @Test
    void fullDiskLeavesNothing() throws IOException {
        ArtifactStore store = new ArtifactStore(cache, new FullDisk(300));
        WorkFailedException failure = assertThrows(WorkFailedException.class, () -> store.put(key("m", 1), artifact));
        assertTrue(failure.sentence().startsWith("The disk is full"), failure.sentence());
        assertEquals(List.of(), files());
        assertTrue(store.find(key("m", 1)).isEmpty());
    }

    @Test
    void unusableFolderIsNamed() throws IOException {
        Path inTheWay = Files.writeString(cache.resolve("file"), "x");
        WorkFailedException failure = assertThrows(WorkFailedException.class, () -> ArtifactStore.open(inTheWay));
        assertTrue(failure.sentence().contains(inTheWay + " cannot be written to"), failure.sentence());
        assertTrue(failure.sentence().contains("--cache none"), failure.sentence());
    }

    @Test
    void whatAKilledProcessLeftIsRemovedOnceItIsOld() throws IOException {
        ArtifactStore.open(cache).put(key("m", 1), artifact);
        Path results = cache.resolve("results").resolve("ab");
        Path abandonedFolder = Files.createDirectories(results.resolve(".part-1"));
        Files.writeString(abandonedFolder.resolve("scores.npy"), "half");
        Path abandonedFile = Files.writeString(cache.resolve(".hashes-1.part"), "half");
        Path inUse = Files.createDirectories(results.resolve(".part-2"));
        Files.writeString(inUse.resolve("scores.npy"), "half");
        FileTime twoDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(abandonedFolder, twoDaysAgo);
        Files.setLastModifiedTime(abandonedFile, twoDaysAgo);

        ArtifactStore store = ArtifactStore.open(cache);

        assertFalse(Files.exists(abandonedFolder));
        assertFalse(Files.exists(abandonedFile));
        assertTrue(Files.exists(inUse.resolve("scores.npy")));
        assertTrue(store.find(key("m", 1)).isPresent());
    }

    @Test
    void withoutAFolderNothingIsKept() {
        ArtifactStore store = ArtifactStore.none();
        store.put(key("m", 1), artifact);
        assertFalse(store.find(key("m", 1)).isPresent());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(cache)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}

package dev.whence.engine.store;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

/** Cut off and altered array files are read or refused with a sentence; nothing else ever happens. */
class BrokenArraysPropertyTest {

    @Property(tries = 400, seed = "17")
    void alteredArchive(
            @ForAll @Size(min = 1, max = 6) int[] positions, @ForAll byte[] values, @ForAll boolean deflated)
            throws IOException {
        byte[] bytes = Files.readAllBytes(NpzFileTest.resource(deflated ? "numpy-deflated.npz" : "numpy-stored.npz"));
        for (int i = 0; i < positions.length && i < values.length; i++) {
            bytes[Math.floorMod(positions[i], bytes.length)] = values[i];
        }
        readOrRefuse(bytes);
    }

    @Property(tries = 100, seed = "17")
    void cutArchive(@ForAll @IntRange(min = 0, max = 5000) int length) throws IOException {
        byte[] bytes = Files.readAllBytes(NpzFileTest.resource("numpy-stored.npz"));
        readOrRefuse(Arrays.copyOf(bytes, Math.min(length, bytes.length)));
    }

    @Property(tries = 400, seed = "17")
    void alteredArray(@ForAll @IntRange(min = 0, max = 200) int position, @ForAll byte value) throws IOException {
        Path file = Files.createTempFile("array", ".npy");
        try {
            NpyFile.write(file, Tensor.of(new float[18], 2, 9));
            byte[] bytes = Files.readAllBytes(file);
            bytes[position % bytes.length] = value;
            Files.write(file, bytes);
            Assertions.assertTrue(NpyFile.read(file).size() <= 200);
        } catch (BadInputException refused) {
            Assertions.assertTrue(refused.sentence().endsWith("."));
        } finally {
            Files.delete(file);
        }
    }

    private static void readOrRefuse(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("arrays", ".npz");
        try {
            Files.write(file, bytes);
            Assertions.assertTrue(NpzFile.readAll(file).size() <= 16);
        } catch (BadInputException refused) {
            Assertions.assertTrue(refused.sentence().endsWith("."));
        } finally {
            Files.delete(file);
        }
    }
}

package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.whence.engine.WhenceException;
import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However a file is damaged, reading it either works or ends in a sentence for the user. The damage is drawn from a fixed
 * seed; {@code -Dwhence.fuzz.rounds} asks for more of it.
 */
class MutatedFilesTest {

    private static final int ROUNDS = Integer.getInteger("whence.fuzz.rounds", 40);

    private static final List<String> TOKENS = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\n",
            "\"",
            "'",
            "-",
            "0",
            "-1",
            "3",
            "99999999999999999999",
            "1e999",
            "None",
            "True",
            "self",
            "torch.",
            "return ",
            "if ",
            "while True:\n",
            "for x in ",
            "    ",
            "null",
            "\\",
            "\0");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "mix_cnn_traced.pt, 24",
        "mix_cnn_scripted.pt, 24",
        "mix_cnn.pt2, 24",
        "mlp_statedict.pth, 32",
        "mlp.safetensors, 32",
        "resnet18_w8_statedict.pth, 32"
    })
    void flippedBytes(String name, int side) throws IOException {
        byte[] original = Files.readAllBytes(Fixtures.file(name));
        Random random = new Random(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = original.clone();
            // The first and last two thousand bytes hold headers and the table of contents.
            int edge = Math.min(2000, changed.length / 2);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                int at = switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(edge);
                    case 1 -> changed.length - 1 - random.nextInt(edge);
                    default -> random.nextInt(changed.length);
                };
                changed[at] = (byte) random.nextInt(256);
            }
            if (random.nextInt(8) == 0) {
                changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            }
            read(name, round, changed, side);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mix_cnn_traced.pt, .py",
        "mix_cnn_scripted.pt, .py",
        "mix_cnn_traced.pt, data.pkl",
        "mix_cnn_scripted.pt, data.pkl",
        "mix_cnn_scripted.pt, constants.pkl",
        "mix_cnn.pt2, models/model.json",
        "mix_cnn.pt2, model_weights_config.json",
        "mlp_statedict.pth, data.pkl"
    })
    void changedParts(String name, String part) throws IOException {
        Map<String, byte[]> parts = Archives.parts(Fixtures.file(name));
        List<String> chosen =
                parts.keySet().stream().filter(key -> key.endsWith(part)).toList();
        assertTrue(!chosen.isEmpty(), part);
        Random random = new Random(part.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            String key = chosen.get(random.nextInt(chosen.size()));
            byte[] intact = parts.get(key);
            parts.put(key, part.endsWith(".pkl") ? binary(intact, random) : text(intact, random));
            read(name + " " + key, round, Archives.zipped(parts), 24);
            parts.put(key, intact);
        }
    }

    @ParameterizedTest
    @CsvSource({"mlp.safetensors", "tutorial_cnn.safetensors"})
    void changedHeaders(String name) throws IOException {
        byte[] original = Files.readAllBytes(Fixtures.file(name));
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = original.clone();
            int at = random.nextInt(Math.min(original.length, 700));
            byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(token, 0, changed, at, token.length);
            read(name, round, changed, 32);
        }
    }

    private static byte[] binary(byte[] intact, Random random) {
        byte[] changed = intact.clone();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    /** Deletes, doubles, swaps or inserts pieces of text. */
    private static byte[] text(byte[] intact, Random random) {
        String text = new String(intact, StandardCharsets.UTF_8);
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(40));
            String piece = text.substring(from, to);
            String replacement = switch (random.nextInt(4)) {
                case 0 -> "";
                case 1 -> piece + piece;
                case 2 -> TOKENS.get(random.nextInt(TOKENS.size())).repeat(1 + random.nextInt(3)) + piece;
                default -> TOKENS.get(random.nextInt(TOKENS.size()));
            };
            text = text.substring(0, from) + replacement + text.substring(to);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(String what, int round, byte[] content, int side) throws IOException {
        String suffix = what.contains(".safetensors") ? ".safetensors" : ".pt";
        Path file = folder.resolve("changed" + suffix);
        Files.write(file, content);
        try {
            ModelReader.open(file).network(Shape.of(3, side, side));
        } catch (WhenceException e) {
            assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            fail(what + ", round " + round + ": " + e, e);
        }
    }
}

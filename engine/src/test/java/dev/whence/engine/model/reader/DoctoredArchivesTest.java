package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives changed after PyTorch wrote them: damaged weights and code that reaches out of the model. */
class DoctoredArchivesTest {

    private static final int CENTRAL = 0x02014b50;

    @TempDir
    Path folder;

    private static Path original() {
        return Fixtures.file("layers/group_norm.pt");
    }

    /** Where the stored bytes of a part begin, and where its checksums stand. */
    private record Part(int data, int localChecksum, int centralChecksum) {}

    private static Part part(ByteBuffer zip, String name) {
        for (int at = 0; at < zip.limit() - 46; at++) {
            if (zip.getInt(at) == CENTRAL) {
                byte[] text = new byte[zip.getShort(at + 28)];
                zip.get(at + 46, text);
                if (new String(text, StandardCharsets.UTF_8).endsWith(name)) {
                    int local = zip.getInt(at + 42);
                    int data = local + 30 + zip.getShort(local + 26) + zip.getShort(local + 28);
                    return new Part(data, local + 14, at + 16);
                }
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static ByteBuffer content() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(original())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ModelFile opened(ByteBuffer content) throws IOException {
        Path file = folder.resolve("doctored.pt");
        Files.write(file, content.array());
        return ModelReader.open(file);
    }

    @Test
    void aFlippedWeightByteIsNoticed() throws IOException {
        ByteBuffer zip = content();
        int at = part(zip, "/data/0").data();
        zip.put(at, (byte) (zip.get(at) ^ 1));
        BadInputException refusal = assertThrows(BadInputException.class, () -> opened(zip));

        assertTrue(refusal.sentence().contains("checksum of data/0 does not match"), refusal.sentence());
    }

    @Test
    void anArchiveWithoutChecksumsLoadsWithANote() throws IOException {
        ByteBuffer zip = content();
        Part part = part(zip, "/data/0");
        zip.putInt(part.localChecksum(), 0);
        zip.putInt(part.centralChecksum(), 0);
        ModelFile model = opened(zip);

        assertEquals(Shape.of(4), model.network(Shape.of(3, 8, 8)).outputShape());
        assertTrue(model.notes().stream().anyMatch(note -> note.contains("carry no checksum")));
        assertFalse(ModelReader.open(original()).notes().stream().anyMatch(note -> note.contains("checksum")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return torch.relu(argument_1) | return torch.save(argument_1) | aten::save",
                "return torch.relu(argument_1) | return ops.aten.save(argument_1, \"f\") | aten::save",
                "return torch.relu(argument_1) | return (argument_1).save(\"f\") | save",
                "return torch.relu(argument_1) | return getattr(argument_1, \"save\")(\"f\") | ",
                "return torch.relu(argument_1) | t = torch;return (t).save(argument_1) | torch",
                "return torch.relu(argument_1) | torch = argument_1;return torch | redefines the name 'torch'",
                "return torch.relu(argument_1) | return ops.custom.thing(argument_1) | custom.thing",
                "return torch.relu(argument_1) | return eval(argument_1) | eval",
                "return torch.relu(argument_1) | return __torch__.elsewhere(argument_1) | not in the archive",
                "def forward(self | def __setstate__(self | __setstate__",
                "__buffers__ = [] | __forward_hooks__ = [\"hook\", ] | forward hook"
            })
    void codeThatReachesOutIsRefused(String found, String replacement, String word) throws IOException {
        Path file = folder.resolve("doctored.pt");
        Archives.replace(original(), file, "nn/modules/activation.py", found, replacement.replace(";", "\n    "));
        BadInputException refusal = assertThrows(
                BadInputException.class, () -> ModelReader.open(file).network(Shape.of(3, 8, 8)));

        assertTrue(word == null || refusal.sentence().contains(word), refusal.sentence());
        assertTrue(refusal.sentence().contains("activation.py:"), refusal.sentence());
    }
}

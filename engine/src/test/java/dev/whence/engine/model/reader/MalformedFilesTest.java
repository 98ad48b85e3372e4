package dev.whence.engine.model.reader;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken or hostile file is refused with a sentence that says what is wrong, and nothing in it runs. */
class MalformedFilesTest {

    private static final List<Path> TRACES = List.of(
            Path.of("/tmp/evil_pickle_was_executed"),
            Path.of("/tmp/torchscript_forward_wrote_this.bin"),
            Path.of("/tmp/torchscript_load_wrote_this.bin"));

    /** Words that the sentence must contain, in lower case. */
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("attention_traced.pt", List.of("attention", "scaled_dot_product_attention", "not supported")),
            Map.entry("bad_header_len.safetensors", List.of("header", "larger than the file")),
            Map.entry("checkpoint_nested.pth", List.of("only weights", "torch.jit.trace")),
            Map.entry("data_dependent_if_scripted.pt", List.of("branch", "image's values", "__torch__.py:12")),
            Map.entry("empty.pt", List.of("empty")),
            Map.entry("evil_pickle_os_system.pt", List.of("posix.system", "not part of a model", "refused")),
            Map.entry("evil_ts_forward.pt", List.of("aten::save", "refused", "__torch__.py:10")),
            Map.entry("fixed_batch_traced.pt", List.of("fixed batch size of 2", "[2, 144]", "x.flatten(1)")),
            Map.entry("forward_pre_hook_scripted.pt", List.of("forward pre-hook", "__forward_pre_hooks__")),
            Map.entry("huge_shape.pt", List.of("0.weight", "outside its stored data")),
            Map.entry("legacy_format.pth", List.of("before version 1.6", "again")),
            Map.entry("missing_tensor.pt", List.of("data/0", "0.weight", "missing")),
            Map.entry("nan_weight.pt", List.of("0.weight", "nan or infinite")),
            Map.entry(
                    "optimize_for_inference.pt", List.of("optimize_for_inference", "drops the weights", "without it")),
            Map.entry(
                    "pickled_whole_model.pth", List.of("minivision.tutorialcnn", "not in the file", "torch.jit.trace")),
            Map.entry("segmentation_output.pt", List.of("[n, 5, 8, 8]", "one row of scores per image")),
            Map.entry("syntax_error.pt", List.of("cannot read the model's code", "container.py:17")),
            Map.entry("training_mode_traced.pt", List.of("training mode", "model.eval()")),
            Map.entry("truncated_tail.pt", List.of("damaged or incomplete", "save it again")),
            Map.entry("unknown_op.pt", List.of("aten::lineax", "not supported", "linear.py:", "layer '3'")),
            Map.entry("wrong_magic_png.pt", List.of("not a pytorch archive", "png image")),
            Map.entry("zip_bomb_code.pt", List.of("unreasonably large", "limit")));

    @BeforeAll
    @AfterAll
    static void nothingWasExecuted() {
        TRACES.forEach(trace -> assertFalse(Files.exists(trace), trace + " exists"));
    }

    static Stream<String> refused() {
        return WORDS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedInWords(String name) {
        Path file = Fixtures.file("malformed").resolve(name);
        BadInputException refusal = assertThrows(BadInputException.class, () -> {
            ModelFile model = ModelReader.open(file);
            model.network(Shape.of(3, inputSize(name), inputSize(name)));
        });
        String sentence = refusal.sentence().toLowerCase(Locale.ROOT);
        WORDS.get(name).forEach(word -> assertTrue(sentence.contains(word), () -> word + " not in: " + sentence));
        assertTrue(refusal.sentence().startsWith(name), refusal.sentence());
        assertFalse(sentence.contains("\n"), sentence);
    }

    private static int inputSize(String name) {
        if (name.startsWith("attention") || name.startsWith("training")) {
            return 24;
        }
        return name.startsWith("optimize") ? 32 : 8;
    }

    @Test
    void aScriptedModelInTrainingModeLoadsWithANote() {
        ModelFile model = ModelReader.open(Fixtures.file("malformed/training_mode_scripted.pt"));

        assertTrue(model.network(Shape.of(3, 24, 24)).outputShape().dim(0) > 1);
        assertTrue(model.notes().stream().anyMatch(note -> note.contains("training mode")));
    }

    @Test
    void aModelThatFailsAtItsOwnSizeIsNotBlamedOnTheImages() {
        ModelFile model = ModelReader.open(Fixtures.file("malformed/training_mode_traced.pt"));

        String sentence =
                assertThrows(BadInputException.class, model::anyInputShape).sentence();
        assertTrue(sentence.contains("model.eval()"), sentence);
        assertFalse(sentence.contains("image size"), sentence);
    }

    @Test
    void aFolderIsCalledAFolder(@TempDir Path folder) {
        BadInputException refusal = assertThrows(BadInputException.class, () -> ModelReader.open(folder));
        assertTrue(refusal.sentence().contains("this is a folder"), refusal.sentence());
    }

    @Test
    void everyFileOfTheCollectionIsCovered() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        new ObjectMapper()
                .readTree(Fixtures.file("malformed/expected.json").toFile())
                .fieldNames()
                .forEachRemaining(names::add);
        names.removeAll(WORDS.keySet());

        assertTrue(names.equals(new TreeSet<>(List.of("training_mode_scripted.pt"))), names.toString());
    }
}

package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveRunnerTest {

    private static final Tensor BATCH = Tensor.of(new float[] {1, 2, 3}, 1, 3);

    @TempDir
    Path folder;

    @Test
    void runsATracedFileAsItIs() throws Exception {
        GoldenNetwork golden = GoldenNetwork.read("m1");
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                ArchiveRunner archive = engine.loadArchive(GoldenNetwork.resource("m1_fmnist-cnn.pt"));
                NetworkRunner runner = engine.load(golden.network())) {
            Tensor own = archive.forward(golden.input());
            assertTrue(NetworkRunnerTest.furthest(own, golden.logits()) <= 1e-5);
            assertTrue(NetworkRunnerTest.furthest(runner.forward(golden.input()), own) <= 1e-6);
        }
    }

    @Test
    void saysWhyAFileCannotBeLoaded() throws Exception {
        assertEquals(
                "libtorch 2.7.1 cannot load this file: Unknown builtin op: aten::no_such_thing.",
                loadError(archive("Tensor", "return torch.no_such_thing(x0)")));
        Path text = Files.writeString(folder.resolve("notes.pt"), "not an archive");
        String message = loadError(text);
        assertTrue(message.startsWith("libtorch 2.7.1 cannot load this file: "), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void saysWhyAFileCannotBeRun() throws Exception {
        assertTrue(runError(archive("Tensor", "return torch.reshape(x0, [7])"))
                .startsWith("libtorch 2.7.1 cannot run this file: "));
        assertTrue(runError(archive("int", "return 3")).startsWith("libtorch 2.7.1 cannot run this file: "));
    }

    @Test
    void takesTheFirstOfSeveralResults() throws Exception {
        Path file = archive("Tuple[Tensor, Tensor]", "return (torch.mul(x0, 2), x0)");
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                ArchiveRunner archive = engine.loadArchive(file)) {
            assertEquals(6f, archive.forward(BATCH).floats()[2]);
        }
    }

    private Path archive(String result, String body) throws Exception {
        String method = new KernelSource(1, result, body).definition("forward");
        return Files.write(Files.createTempFile(folder, "model", ".pt"), TorchScriptArchive.write(method));
    }

    private static String loadError(Path file) {
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults())) {
            return String.valueOf(assertThrows(
                            ArchiveNotRunnableException.class,
                            () -> engine.loadArchive(file).close())
                    .getMessage());
        }
    }

    private static String runError(Path file) throws Exception {
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults());
                ArchiveRunner archive = engine.loadArchive(file)) {
            return String.valueOf(assertThrows(ArchiveNotRunnableException.class, () -> archive.forward(BATCH))
                    .getMessage());
        }
    }
}

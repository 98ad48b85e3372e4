package dev.whence.engine.model.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whence.engine.tensor.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Model files that come with the tests. */
final class Fixtures {

    private static final List<String> SUFFIXES =
            List.of("_traced.pt", "_scripted.pt", "_statedict.pth", ".safetensors", ".pt2", ".npz");

    private Fixtures() {}

    static Path folder() {
        try {
            return Path.of(Fixtures.class.getResource("/models/mlp.json").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    static Stream<Path> list(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        }
    }

    /** The JSON that describes the architecture of a file. */
    static Path description(Path file) {
        String name = file.getFileName().toString();
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                name = name.substring(0, name.length() - suffix.length());
            }
        }
        return folder().resolve(name + ".json");
    }

    /** The arrays PyTorch computed for a file. */
    static Path arrays(Path file) {
        String name = file.getFileName().toString();
        if (file.getParent().endsWith("variants")) {
            return file.resolveSibling(name.replace(".pt", ".npz"));
        }
        return folder().resolve(description(file).getFileName().toString().replace(".json", ".npz"));
    }

    static Shape inputShape(JsonNode description) {
        JsonNode shape = description.get("input_shape");
        return Shape.of(shape.get(1).asInt(), shape.get(2).asInt(), shape.get(3).asInt());
    }
}

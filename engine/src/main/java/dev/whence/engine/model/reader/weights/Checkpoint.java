package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.script.TorchScriptArchive;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The weights in a file, whatever architecture they belong to. */
public final class Checkpoint {

    private Checkpoint() {}

    /**
     * Reads a state dictionary saved by {@code torch.save} (also inside a checkpoint), a TorchScript file or a safetensors
     * file. Nothing in it is executed.
     *
     * @return weights by name
     * @throws BadInputException if it is damaged or none of these, naming the file
     */
    public static Map<String, Tensor> read(Path file) {
        try {
            if (String.valueOf(file.getFileName()).endsWith(".safetensors")) {
                return Safetensors.weights(file);
            }
            try (ZipContainer archive = ZipContainer.open(file)) {
                return TorchScriptArchive.recognises(archive)
                        ? TorchScriptArchive.read(archive).state()
                        : WeightsOnly.weights(archive).byName();
            }
        } catch (BadInputException e) {
            throw new BadInputException("The checkpoint " + file + " cannot be used: " + e.sentence(), e);
        } catch (IOException e) {
            throw new BadInputException(
                    "The checkpoint " + file + " cannot be read; check the file and its permissions.", e);
        }
    }
}

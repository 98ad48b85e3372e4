package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file that was parsed and found acceptable; its layers are only laid out for a given image size. */
public interface ModelSource {

    /** For example {@code "TorchScript (traced)"}. */
    String format();

    /** Remarks that do not depend on the image size, in full sentences. */
    List<String> notes();

    /** The shape of the image the file was made with, channels first, if the file tells. */
    Optional<Shape> exampleInput();

    /** The model's state by name, in its own order. */
    Map<String, Tensor> state();

    /**
     * Lays out the layers.
     *
     * @param input channels, height, width
     * @param batch number of images to pretend
     * @throws dev.whence.engine.BadInputException if the model cannot be represented or does not fit the shape
     */
    Reading read(Shape input, int batch);

    /** The batch size at which the file was recorded and which it follows, or 0 if any will do. */
    default int recordedBatch() {
        return 0;
    }

    /** Whether libtorch can run the file, so that {@link #writeCleanCopy} works. */
    default boolean runnable() {
        return false;
    }

    /**
     * Writes an archive that holds only the parts that were checked.
     *
     * @param original the file this was read from
     * @throws UnsupportedOperationException if not {@link #runnable()}
     */
    default void writeCleanCopy(Path original, Path target) throws IOException {
        throw new UnsupportedOperationException(format());
    }

    /**
     * @param network the layers
     * @param notes remarks in full sentences
     */
    record Reading(Network network, List<String> notes) {
        public Reading {
            notes = List.copyOf(notes);
        }
    }
}

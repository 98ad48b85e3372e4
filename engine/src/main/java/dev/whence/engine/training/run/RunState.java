package dev.whence.engine.training.run;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.OptimizerState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is needed to go on as if nothing had happened: the file {@code resume.npz}, whose every member has a checksum.
 *
 * @param optimizer parameters and what the optimiser remembers
 * @param buffers running statistics, one row
 * @param historyStates states in the history
 * @param lossSum over the images of the running epoch
 * @param right images of the running epoch decided rightly
 */
record RunState(OptimizerState.Values optimizer, Tensor buffers, int historyStates, double lossSum, long right) {

    static final String FILE = "resume.npz";

    void write(Path folder) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("parameters", optimizer.parameters());
        arrays.put("first_moment", optimizer.first());
        arrays.put("second_moment", optimizer.second());
        arrays.put("buffers", buffers);
        arrays.put("position", Tensor.of(new long[] {optimizer.steps(), historyStates, right}, 3));
        arrays.put("epoch_loss", Tensor.of(new double[] {lossSum}, 1));
        NpzWriter.write(folder.resolve(FILE), arrays);
    }

    /**
     * @throws BadInputException if the file is damaged or of another network, naming it
     */
    static RunState read(Path folder, int parameters) {
        Path file = folder.resolve(FILE);
        try {
            return opened(file, parameters);
        } catch (BadInputException damaged) {
            throw new BadInputException(
                    "The file " + file
                            + " is damaged or of another network, so this training cannot go on; train again into another folder.",
                    damaged);
        }
    }

    private static RunState opened(Path file, int parameters) {
        try (NpzFile npz = NpzFile.open(file)) {
            long[] position = npz.read("position").longs();
            OptimizerState.Values values = new OptimizerState.Values(
                    npz.read("parameters"),
                    npz.read("first_moment"),
                    npz.read("second_moment"),
                    Math.toIntExact(position[0]));
            if (values.parameters().size() != parameters) {
                throw new BadInputException(file + " belongs to a network with another number of parameters.");
            }
            return new RunState(
                    values,
                    npz.read("buffers"),
                    Math.toIntExact(position[1]),
                    npz.read("epoch_loss").doubles()[0],
                    position[2]);
        }
    }
}

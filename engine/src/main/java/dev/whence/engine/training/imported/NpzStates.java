package dev.whence.engine.training.imported;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A whole history in one npz file, read at once so that every checksum is verified. */
final class NpzStates implements ImportedStates {

    private final Path file;
    private final int size;
    private final float[] parameters;
    private final float @Nullable [] secondMoments;
    private final Tensor batches;
    private final double[] learningRates;
    private final double @Nullable [] weightDecays;

    private NpzStates(NpzFile npz, Path file, int size) {
        this.file = file;
        this.size = size;
        Tensor params = npz.read("params");
        if (params.shape().rank() != 2 || params.shape().dim(1) != size) {
            throw new BadInputException("The array params in " + file + " is " + params.shape() + ", but the model has "
                    + size + " parameters; store one row of all parameters for each state.");
        }
        parameters = params.toFloat32().floats();
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new BadInputException("The array params in " + file + " is not finite in row " + i / size
                        + "; leave the steps from there on away.");
            }
        }
        batches = npz.read("batch_indices");
        if (batches.shape().rank() != 2
                || batches.shape().dim(0) != params.shape().dim(0) - 1) {
            throw new BadInputException("The array batch_indices in " + file + " is " + batches.shape() + " for "
                    + (params.shape().dim(0) - 1) + " steps; store one row for each step, padded with -1.");
        }
        learningRates = npz.read("lr_per_step").toFloat64().doubles();
        weightDecays = npz.contains("wd_per_step")
                ? npz.read("wd_per_step").toFloat64().doubles()
                : null;
        secondMoments = npz.contains("exp_avg_sq") ? moments(npz.read("exp_avg_sq"), params) : null;
    }

    private float[] moments(Tensor found, Tensor params) {
        if (!found.shape().equals(params.shape())) {
            throw new BadInputException("The array exp_avg_sq in " + file + " is " + found.shape() + " and params "
                    + params.shape() + "; store both alike, or leave exp_avg_sq away.");
        }
        float[] moments = found.toFloat32().floats();
        for (int i = 0; i < moments.length; i++) {
            if (!Float.isFinite(moments[i]) || moments[i] < 0) {
                throw new BadInputException(
                        "The array exp_avg_sq in " + file + " holds " + moments[i] + " in row " + i / size
                                + ", which no mean of squares is; store Adam's second moments, or leave exp_avg_sq away.");
            }
        }
        return moments;
    }

    static NpzStates read(Path file, int size) {
        try (NpzFile npz = NpzFile.open(file)) {
            return new NpzStates(npz, file, size);
        }
    }

    ImportedSteps steps(double weightDecay) {
        int steps = batches.shape().dim(0);
        int width = batches.shape().dim(1);
        int[][] images = IntStream.range(0, steps)
                .mapToObj(s -> IntStream.range(s * width, (s + 1) * width)
                        .map(i -> (int) batches.get(i))
                        .filter(image -> image != -1)
                        .toArray())
                .toArray(int[][]::new);
        return new ImportedSteps(
                images,
                learningRates,
                weightDecays == null ? ImportedSteps.repeated(weightDecay, steps) : weightDecays);
    }

    @Override
    public int[] numbers() {
        return IntStream.range(0, parameters.length / size).toArray();
    }

    @Override
    public float[] parameters(int state) {
        return Arrays.copyOfRange(parameters, state * size, (state + 1) * size);
    }

    @Override
    public Optional<float[]> secondMoment(int state) {
        return secondMoments == null
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(secondMoments, state * size, (state + 1) * size));
    }
}

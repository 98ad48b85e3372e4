package dev.whence.engine.attribution.dual;

import dev.whence.engine.BadInputException;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * The data of a Crammer-Singer machine: feature vectors, each with one constant feature 1 appended in thought, and their
 * classes.
 */
final class DualProblem {

    private final float[] features;
    private final int[] labels;
    private final double[] squaredNorms;
    private final double meanSquaredNorm;
    private final int samples;
    private final int dimensions;
    private final int classes;

    private DualProblem(float[] features, int[] labels, int dimensions, int classes) {
        this.features = features;
        this.labels = labels;
        this.samples = labels.length;
        this.dimensions = dimensions;
        this.classes = classes;
        this.squaredNorms = squaredNorms(features, samples, dimensions);
        this.meanSquaredNorm = Arrays.stream(squaredNorms).average().orElse(1);
    }

    /**
     * @param features {@code [n, d]} floating point, all finite; computed with as float32 values
     * @param labels {@code [n]} int64
     * @param classes the model's output width; classes without a sample are allowed
     * @throws BadInputException if there is nothing to decide between or a value is unusable
     */
    static DualProblem of(Tensor features, Tensor labels, int classes) {
        int[] narrowed = new int[labels.size()];
        boolean several = false;
        for (int i = 0; i < narrowed.length; i++) {
            long label = labels.longs()[i];
            if (label < 0 || label >= classes) {
                throw new BadInputException("Training image " + i + " has "
                        + (label < 0 ? "no label" : "label " + label) + " but the model decides between classes 0 to "
                        + (classes - 1) + "; label it or leave it out.");
            }
            narrowed[i] = (int) label;
            several |= narrowed[i] != narrowed[0];
        }
        if (!several) {
            throw new BadInputException(
                    "All training images are of one class, but a decision needs at least two classes to choose from; add images of another class.");
        }
        float[] values = features.toFloat32().floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new BadInputException("The feature vector of training image "
                        + i / features.shape().dim(1)
                        + " holds a value that is not a finite number; check the model and the preprocessing.");
            }
        }
        return new DualProblem(values, narrowed, features.shape().dim(1), classes);
    }

    private static double[] squaredNorms(float[] features, int samples, int dimensions) {
        double[] norms = new double[samples];
        for (int i = 0; i < samples; i++) {
            double sum = 1;
            for (int at = i * dimensions; at < (i + 1) * dimensions; at++) {
                sum += (double) features[at] * features[at];
            }
            norms[i] = sum;
        }
        return norms;
    }

    int samples() {
        return samples;
    }

    /** Number of features without the constant one. */
    int dimensions() {
        return dimensions;
    }

    int classes() {
        return classes;
    }

    int label(int sample) {
        return labels[sample];
    }

    /** {@code ||x||^2} with the constant feature, so at least 1. */
    double squaredNorm(int sample) {
        return squaredNorms[sample];
    }

    double meanSquaredNorm() {
        return meanSquaredNorm;
    }

    /** The metric of a sample's dual variables: its squared norm, but for small samples the mean one, lest they jump. */
    double metric(int sample) {
        return Math.max(squaredNorms[sample], meanSquaredNorm);
    }

    /** Writes one sample's features, the constant one last, into {@code target} of length {@code d + 1}. */
    void row(int sample, double[] target) {
        int start = sample * dimensions;
        for (int j = 0; j < dimensions; j++) {
            target[j] = features[start + j];
        }
        target[dimensions] = 1;
    }

    /** All feature vectors {@code [n, d]} row-major, not copied. */
    float[] features() {
        return features;
    }
}

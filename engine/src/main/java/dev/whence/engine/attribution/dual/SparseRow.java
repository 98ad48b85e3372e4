package dev.whence.engine.attribution.dual;

/**
 * The non-zero features of one sample, constant feature included, gathered for repeated use. Features behind a ReLU are
 * often half zero.
 */
final class SparseRow {

    private final int[] positions;
    private final double[] values;
    private int count;

    SparseRow(int dimensions) {
        positions = new int[dimensions + 2];
        values = new double[dimensions + 2];
    }

    /** Gathers another sample. The loop has no branch to mispredict: a zero is overwritten by its successor. */
    void load(DualProblem problem, int sample) {
        float[] features = problem.features();
        int dimensions = problem.dimensions();
        int start = sample * dimensions;
        int filled = 0;
        for (int j = 0; j < dimensions; j++) {
            float value = features[start + j];
            positions[filled] = j;
            values[filled] = value;
            filled += value != 0 ? 1 : 0;
        }
        positions[filled] = dimensions;
        values[filled] = 1;
        count = filled + 1;
    }

    int count() {
        return count;
    }

    /** Feature number of each entry; the constant feature is number {@code d}. */
    int[] positions() {
        return positions;
    }

    double[] values() {
        return values;
    }
}

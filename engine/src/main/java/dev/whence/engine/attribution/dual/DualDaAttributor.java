package dev.whence.engine.attribution.dual;

import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Scores {@code alpha_ic <f_i, f>} from a solved machine. */
final class DualDaAttributor implements Attributor {

    /** Rows of coefficients no larger than this share of {@code min(1, C)} count as zero. */
    private static final double NEGLIGIBLE = 1e-8;

    private final Representations train;
    private final DualSolution solution;
    private final SupportProducts products;
    private final long[] active;
    private final double agreement;

    DualDaAttributor(Representations train, DualSolution solution) {
        this.train = train;
        this.solution = solution;
        this.products = new SupportProducts(train.features().toFloat32(), solution.alpha());
        this.active = activeRows(solution);
        this.agreement = agreement(train, solution.weights());
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        return products.scores(tests.features().toFloat32(), targets, progress);
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        float[] features = train.features().toFloat32().floats();
        int dimensions = train.features().shape().dim(1);
        double[] alpha = solution.alpha().doubles();
        float[] result = new float[train.size()];
        for (int i = 0; i < result.length; i++) {
            double norm = 0;
            for (int at = i * dimensions; at < (i + 1) * dimensions; at++) {
                norm += (double) features[at] * features[at];
            }
            int label = (int) train.labels().longs()[i];
            result[i] = (float) (norm * alpha[i * train.classes() + label]);
        }
        return Tensor.of(result, result.length);
    }

    @Override
    public Map<String, Tensor> extras() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("coefficients", solution.alpha().toFloat32());
        arrays.put("weights", solution.weights().toFloat32());
        arrays.put("active", Tensor.of(active.clone(), active.length));
        arrays.put("gap", scalar(solution.gap()));
        arrays.put("primal", scalar(solution.primal()));
        arrays.put("dual", scalar(solution.dual()));
        return arrays;
    }

    @Override
    public Map<String, String> facts() {
        int n = train.size();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("C", Double.toString(solution.c()));
        facts.put("Support vectors", String.format(Locale.ROOT, "%,d of %,d", active.length, n));
        facts.put("Row sparsity", String.format(Locale.ROOT, "%.1f %%", 100.0 * (n - active.length) / n));
        facts.put(
                "Agreement with the model", String.format(Locale.ROOT, "%.1f %% of training images", 100 * agreement));
        facts.put("Duality gap", String.format(Locale.ROOT, "%.1e", solution.gap()));
        facts.put("Converged", solution.converged() ? "yes" : "no, stopped at the largest number of sweeps");
        facts.put("Sweeps", String.format(Locale.ROOT, "%,d", solution.sweeps()));
        facts.put("Newton steps", String.format(Locale.ROOT, "%,d", solution.newtonSteps()));
        return facts;
    }

    @Override
    public Map<String, Tensor> state() {
        return StoredSolution.write(solution);
    }

    private static Tensor scalar(double value) {
        return Tensor.of(new double[] {value});
    }

    private static long[] activeRows(DualSolution solution) {
        double[] alpha = solution.alpha().doubles();
        int classes = solution.alpha().shape().dim(1);
        double limit = NEGLIGIBLE * Math.min(1, solution.c());
        IntList rows = new IntList();
        for (int i = 0; i < solution.alpha().shape().dim(0); i++) {
            double largest = 0;
            for (int m = 0; m < classes; m++) {
                largest = Math.max(largest, Math.abs(alpha[i * classes + m]));
            }
            if (largest > limit) {
                rows.add(i);
            }
        }
        int[] kept = rows.toArray();
        long[] positions = new long[kept.length];
        for (int r = 0; r < kept.length; r++) {
            positions[r] = kept[r];
        }
        return positions;
    }

    /** Share of training images that the machine and the model put into the same class. */
    private static double agreement(Representations train, Tensor weights) {
        float[] features = train.features().toFloat32().floats();
        int width = weights.shape().dim(1);
        double[] w = weights.doubles();
        int same = 0;
        for (int i = 0; i < train.size(); i++) {
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < train.classes(); m++) {
                double score = w[m * width + width - 1];
                for (int j = 0; j < width - 1; j++) {
                    score += w[m * width + j] * features[i * (width - 1) + j];
                }
                if (score > highest) {
                    highest = score;
                    best = m;
                }
            }
            same += best == train.predicted(i) ? 1 : 0;
        }
        return (double) same / train.size();
    }
}

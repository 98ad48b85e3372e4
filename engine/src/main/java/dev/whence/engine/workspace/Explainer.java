package dev.whence.engine.workspace;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Questions to one prepared method.
 *
 * @param <S> the method's settings
 */
final class Explainer<S extends Record> {

    /** Scores that are held at a time. */
    private static final int HELD = 1 << 26;

    private final OpenedWorkspace workspace;
    private final AttributionMethod<S> method;
    private final S settings;
    private final Progress progress;

    Explainer(OpenedWorkspace workspace, AttributionMethod<S> method, S settings, Progress progress) {
        this.workspace = workspace;
        this.method = method;
        this.settings = settings;
        this.progress = progress;
    }

    /** @param soFar is shown what is known of the scores, as long as they are not all there */
    Explanation explain(int[] indices, Target target, Consumer<Explanation> soFar) {
        Representations tests = workspace.representations(Split.TEST, progress).select(indices);
        Targets targets = Targets.resolve(target, tests);
        Attributor attributor = workspace.attributor(method, settings, progress);
        int train = workspace.split(Split.TRAIN).images().size();
        String provenance = Provenance.of(workspace, method, settings, indices, target);
        int block = Math.max(1, HELD / Math.max(1, train));
        Explanation empty = new Explanation(
                Arrays.stream(indices).boxed().toList(),
                target,
                common(targets.positive()),
                common(targets.negative()),
                new float[0],
                Ranking.of(new float[0]),
                attributor.facts(),
                provenance);
        Progress watched = indices.length > block
                ? progress
                : new WatchedScores(progress, scores -> soFar.accept(with(empty, scores)));
        double[] sums = new double[train];
        for (int from = 0; from < indices.length; from += block) {
            int to = Math.min(indices.length, from + block);
            Tensor rows = attributor.attribute(
                    tests.select(IntStream.range(from, to).toArray()), part(targets, from, to), watched);
            for (int j = 0; j < to - from; j++) {
                for (int i = 0; i < train; i++) {
                    sums[i] += rows.get(j * train + i);
                }
            }
        }
        return with(empty, narrowed(sums));
    }

    TrainingEffect effect(int index, Target target) {
        Representations tests = workspace.representations(Split.TEST, progress);
        Targets targets = Targets.resolve(target, tests);
        Attributor attributor = workspace.attributor(method, settings, progress);
        int train = workspace.split(Split.TRAIN).images().size();
        int block = Math.max(1, HELD / Math.max(1, train));
        float[] scores = new float[tests.size()];
        int strongest = 0;
        for (int from = 0; from < scores.length; from += block) {
            progress.checkCancelled();
            int to = Math.min(scores.length, from + block);
            float[] rows = attributor
                    .attribute(tests.select(IntStream.range(from, to).toArray()), part(targets, from, to), progress)
                    .toFloat32()
                    .floats();
            for (int j = from; j < to; j++) {
                float own = rows[(j - from) * train + index];
                scores[j] = own;
                strongest += isStrong(rows, (j - from) * train, train, own) ? 1 : 0;
            }
        }
        return new TrainingEffect(
                index,
                scores,
                Ranking.of(scores),
                targets.positive(),
                strongest,
                Provenance.ofEffect(workspace, method, settings, index, target));
    }

    /** Whether fewer than so many scores of the same sign are larger. */
    private static boolean isStrong(float[] rows, int from, int count, float own) {
        if (own == 0) {
            return false;
        }
        int larger = 0;
        for (int i = from; i < from + count; i++) {
            larger += (own > 0 ? rows[i] > own : rows[i] < own) ? 1 : 0;
        }
        return larger < TrainingEffect.STRONGEST;
    }

    private static Explanation with(Explanation question, float[] scores) {
        return new Explanation(
                question.tests(),
                question.target(),
                question.positiveClass(),
                question.negativeClass(),
                scores,
                Ranking.of(scores),
                question.facts(),
                question.provenance());
    }

    private static Targets part(Targets targets, int from, int to) {
        return new Targets(
                Arrays.copyOfRange(targets.positive(), from, to), Arrays.copyOfRange(targets.negative(), from, to));
    }

    private static int common(int[] classes) {
        return Arrays.stream(classes).allMatch(c -> c == classes[0]) ? classes[0] : -1;
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}

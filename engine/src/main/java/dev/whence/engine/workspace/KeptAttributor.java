package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.job.Progress;
import dev.whence.engine.store.Artifact;
import dev.whence.engine.store.ArtifactKey;
import dev.whence.engine.store.ArtifactStore;
import dev.whence.engine.store.KeepingProgress;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An attributor whose answers are long work: they are computed for a few test images at a time, finished rows are kept
 * until an answer is whole, and whole answers are kept by everything they depend on.
 */
final class KeptAttributor implements Attributor {

    /** Gradients of all test images of one block need no more memory than this. */
    private static final long QUERY_BYTES = 512L << 20;

    private static final int MOST_TESTS = 1024;

    /** Larger answers are not kept. */
    private static final long LARGEST_KEPT = 256L << 20;

    private final Attributor inner;
    private final ArtifactStore store;
    private final ArtifactKey key;
    private final int block;

    /**
     * @param key of the preparation
     * @param parameters values of a gradient
     * @param valueBytes of each of them
     */
    KeptAttributor(Attributor inner, ArtifactStore store, ArtifactKey key, long parameters, int valueBytes) {
        this.inner = inner;
        this.store = store;
        this.key = key;
        this.block = (int) Math.max(1, Math.min(MOST_TESTS, QUERY_BYTES / (parameters * valueBytes)));
    }

    @Override
    public Tensor attribute(Representations tests, Targets targets, Progress progress) {
        int count = tests.size();
        if (count <= block) {
            return part(tests, targets, progress);
        }
        float[] all = null;
        int train = 0;
        for (int from = 0; from < count; from += block) {
            int to = Math.min(count, from + block);
            progress.note("test images " + (from + 1) + " to " + to + " of " + count);
            Tensor rows = part(
                    tests.select(IntStream.range(from, to).toArray()),
                    new Targets(
                            Arrays.copyOfRange(targets.positive(), from, to),
                            Arrays.copyOfRange(targets.negative(), from, to)),
                    progress);
            train = rows.shape().dim(1);
            if (all == null) {
                all = new float[Math.multiplyExact(count, train)];
            }
            System.arraycopy(rows.toFloat32().floats(), 0, all, from * train, rows.size());
        }
        return Tensor.of(all == null ? new float[0] : all, count, train);
    }

    private Tensor part(Representations tests, Targets targets, Progress progress) {
        String question = QuestionHash.of(tests.inputs(), targets, progress);
        return kept("scores", question, progress, listening -> inner.attribute(tests, targets, listening));
    }

    @Override
    public Tensor selfInfluence(Progress progress) {
        return kept("self-influence", "", progress, inner::selfInfluence);
    }

    private Tensor kept(String what, String question, Progress progress, Function<Progress, Tensor> work) {
        ArtifactKey answer = key.derived(what, question);
        Optional<Artifact> stored = store.find(answer);
        Tensor known = stored.isPresent() ? stored.get().arrays().get("scores") : null;
        if (known != null) {
            return known;
        }
        KeepingProgress keeping = new KeepingProgress(progress, store.unfinished(answer));
        Tensor scores = work.apply(keeping);
        if (keeping.used() && 4L * scores.size() <= LARGEST_KEPT) {
            store.put(answer, new Artifact(Map.of("scores", scores), Map.of()));
        }
        store.unfinished(answer).discard();
        return scores;
    }

    @Override
    public Map<String, Tensor> extras() {
        return inner.extras();
    }

    @Override
    public Map<String, String> facts() {
        return inner.facts();
    }

    @Override
    public Map<String, Tensor> state() {
        return inner.state();
    }
}

package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.ExplainedOutputs;
import dev.whence.engine.attribution.pathkernel.HistoryTrajectory;
import dev.whence.engine.attribution.pathkernel.PathKernel;
import dev.whence.engine.attribution.pathkernel.PathKernelOptions;
import dev.whence.engine.attribution.pathkernel.Quadrature;
import dev.whence.engine.attribution.pathkernel.SecondMoments;
import dev.whence.engine.attribution.pathkernel.Trajectory;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.store.TemporaryFolders;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.history.HistoryWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns a foreign training into a history folder and says how well it explains the network. */
public final class HistoryImport {

    private static final int JUDGED_IMAGES = 4;

    private static final int COMMIT_EVERY = 100;

    private final ExecutionEngine engine;
    private final Classifier classifier;
    private final ModelInputs train;

    /** @param train the training images that batches count in */
    public HistoryImport(ExecutionEngine engine, Classifier classifier, ModelInputs train) {
        this.engine = engine;
        this.classifier = classifier;
        this.train = train;
    }

    /**
     * How the imported history does.
     *
     * @param states stored
     * @param steps of the training
     * @param secondMomentsRecomputed whether they were absent
     * @param updateError largest share of a recorded update that the batches do not explain, by norm; 1e-6 to 1e-5 in a
     *     complete history recorded in float32
     * @param reconstructionError mean over a few training images and all classes of |reconstruction - network|, in logits
     */
    public record Report(
            int states, int steps, boolean secondMomentsRecomputed, double updateError, double reconstructionError) {

        private static final double SUSPICIOUS = 1e-2;

        /** Whether all states are there and yet the batches do not lead from one to the next. */
        public boolean isSuspicious() {
            return updateError > SUSPICIOUS && states == steps + 1;
        }
    }

    /**
     * Writes a history folder.
     *
     * @param source of the classifier's parameters, in their order
     * @param folder new, or an older import that is replaced
     * @param checkpoints how many of the states to keep, evenly chosen; 0 for all
     * @throws BadInputException if the source is damaged
     * @throws dev.whence.engine.WorkFailedException if the folder cannot be written to
     */
    public Report write(TrainingHistory source, Path folder, int checkpoints, Progress progress) {
        Trajectory whole = HistoryTrajectory.withoutMoments(source, train);
        int[] kept = HistoryTrajectory.chosen(source.states(), checkpoints);
        boolean adaptive = source.description().optimizer().adaptive();
        boolean given = adaptive && source.secondMoment(0).isPresent();
        try (HistoryWriter writer = HistoryWriter.create(
                folder, source.description(), source.groups(), source.bufferGroups(), source.labels(), adaptive)) {
            Set<Integer> wanted = Arrays.stream(kept).boxed().collect(Collectors.toSet());
            for (int step = 0; step < source.steps(); step++) {
                writer.step(
                        source.batch(step),
                        source.augmentationChoices(step),
                        source.learningRate(step),
                        source.weightDecay(step),
                        source.loss(step),
                        source.accuracy(step));
            }
            if (adaptive && !given) {
                SecondMoments.recompute(
                        engine,
                        classifier.network(),
                        classifier.finalLayer(),
                        whole,
                        (state, moment) -> store(writer, source, wanted, state, moment.clone()),
                        progress);
            } else {
                progress.stage("Copying checkpoints");
                for (int state : kept) {
                    progress.checkCancelled();
                    store(
                            writer,
                            source,
                            wanted,
                            state,
                            source.secondMoment(state).orElse(new float[0]));
                    progress.update(state, source.steps(), "steps");
                }
            }
            writer.commit();
        }
        return judged(folder, adaptive && !given, progress);
    }

    private static void store(
            HistoryWriter writer, TrainingHistory source, Set<Integer> wanted, int state, float[] moment) {
        if (wanted.contains(state)) {
            writer.state(state, source.parameters(state), moment, new float[0]);
            if (state % COMMIT_EVERY == 0) {
                writer.commit();
            }
        }
    }

    private Report judged(Path folder, boolean recomputed, Progress progress) {
        int[] images = IntStream.range(0, Math.min(JUDGED_IMAGES, train.size())).toArray();
        PathKernelOptions options = PathKernelOptions.standard().with(Quadrature.fixed(1));
        try (HistoryFolder history = HistoryFolder.open(folder);
                TemporaryFolders temporary = new TemporaryFolders();
                Dynamics dynamics = new PathKernel(engine, classifier.network(), classifier.finalLayer())
                        .explain(
                                new HistoryTrajectory(history, train, 0),
                                new SelectedInputs(train, images),
                                ExplainedOutputs.all(images.length, classifier.classes()),
                                options,
                                history.description().trainingImages().classNames(),
                                GrowingResult.at(temporary.make("whence-import").resolve("dynamics")),
                                progress)) {
            double error = 0;
            int numbers = dynamics.info().outputs().size();
            for (int i = 0; i < numbers; i++) {
                error += Math.abs(dynamics.predicted(i) - dynamics.actual(i)) / numbers;
            }
            double update = Arrays.stream(dynamics.course().updateError()).max().orElse(0);
            return new Report(history.states().length, history.steps(), recomputed, update, error);
        }
    }
}

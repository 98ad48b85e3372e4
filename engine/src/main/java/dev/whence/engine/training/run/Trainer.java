package dev.whence.engine.training.run;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.file.NetworkFiles;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.OptimizerState;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.history.HistoryForecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. All of a run lies in one folder; started again with the same job, a run that was cancelled or killed
 * goes on and ends with the same bits as one that was not (on the same machine, with the same number of threads).
 */
public final class Trainer {

    private static final long COMMIT_NANOS = 10_000_000_000L;

    private final TrainingJob job;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Progress progress;
    private final int steps;
    private final int stepsPerEpoch;
    private final RandomChoices random;
    private final LabelledInputs train;
    private final @Nullable LabelledInputs test;
    private final TrainingLog log;
    private double lossSum;
    private long right;
    private long lastCommit = System.nanoTime();

    private Trainer(TrainingJob job, TrainingListener listener, Progress progress) {
        this.job = job;
        this.settings = job.settings();
        this.listener = listener;
        this.progress = progress;
        steps = settings.steps(job.train().size());
        stepsPerEpoch = settings.stepsPerEpoch(job.train().size());
        random = new RandomChoices(settings);
        progress.stage("Reading the images");
        LabelledInputs read = job.train().inMemory();
        int classes = job.network().outputShape().dim(0);
        train = new LabelledInputs(read, random.withNoise(read.labels(), classes));
        LabelledInputs watched = job.test();
        test = watched == null ? null : watched.inMemory();
        log = new TrainingLog(job.log());
    }

    /**
     * Trains, or goes on where an earlier run with the same job stopped. On cancelling, everything up to the last step
     * is kept.
     *
     * @return the log
     * @throws BadInputException if the folder holds another training, or images and network do not fit each other
     * @throws WorkFailedException if the disk is too small or the loss stops being a number
     */
    public static List<EpochReport> run(TrainingJob job, TrainingListener listener, Progress progress) {
        return run(job, false, listener, progress);
    }

    /**
     * The same.
     *
     * @param anyway whether to begin although the disk seems too small
     */
    public static List<EpochReport> run(TrainingJob job, boolean anyway, TrainingListener listener, Progress progress) {
        check(job);
        TrainingJob whole = normal(job);
        if (!anyway && !isBegun(job.folder())) {
            HistoryForecast.of(whole.network(), whole.settings(), whole.train().size())
                    .requireSpace(whole.history());
        }
        return new Trainer(whole, listener, progress).run();
    }

    /** Whether a folder holds a training, finished or not. */
    public static boolean isBegun(Path folder) {
        return Files.isRegularFile(folder.resolve(RunState.FILE));
    }

    /**
     * Whether the folder of a job holds this very training already, so that it would go on.
     *
     * @throws BadInputException if the folder holds another training, or images and network do not fit each other
     */
    public static boolean goesOn(TrainingJob job) {
        check(job);
        if (!isBegun(job.folder())) {
            return false;
        }
        description(normal(job)).requireSame(job.folder());
        return true;
    }

    private static RunDescription description(TrainingJob job) {
        return new RunDescription(
                job.network(), job.settings(), job.source(), job.engine().settings());
    }

    private static void check(TrainingJob job) {
        if (job.train().size() == 0) {
            throw new BadInputException("There are no training images; give some to train on.");
        }
        if (!job.train().shape().equals(job.network().inputShape())) {
            throw new BadInputException("The training images come out as "
                    + job.train().shape() + " but the network takes "
                    + job.network().inputShape() + "; set channels, resize or crop in the preprocessing.");
        }
        if (job.network().outputShape().rank() != 1) {
            throw new BadInputException("The network gives " + job.network().outputShape()
                    + " for an image instead of one score for each class; choose a classifier.");
        }
        int classes = job.network().outputShape().dim(0);
        for (int label : job.train().labels()) {
            if (label < 0 || label >= classes) {
                throw new BadInputException("A training image has "
                        + (label < 0 ? "no label" : "label " + label) + ", but the network tells " + classes
                        + " classes apart, 0 to " + (classes - 1) + "; check the labels.");
            }
        }
    }

    /** The job with the batch normalisation that the network really has. */
    private static TrainingJob normal(TrainingJob job) {
        TrainingSettings s = job.settings();
        boolean present = job.network().nodes().stream().anyMatch(node -> node.op() instanceof Op.BatchNorm);
        BatchNormMode given = s.batchNorm() == BatchNormMode.ABSENT ? BatchNormMode.BATCH : s.batchNorm();
        TrainingSettings actual = new TrainingSettings(
                s.epochs(),
                s.batchSize(),
                s.optimizer(),
                s.learningRate(),
                s.schedule(),
                s.augmentation(),
                s.labelNoise(),
                present ? given : BatchNormMode.ABSENT,
                s.interval(),
                s.seed());
        return new TrainingJob(
                job.network(), actual, job.train(), job.test(), job.source(), job.folder(), job.engine());
    }

    private List<EpochReport> run() {
        RunDescription description = description(job);
        boolean begun = isBegun(job.folder());
        if (begun) {
            description.requireSame(job.folder());
        } else {
            description.write(job.folder());
        }
        RunState state = begun
                ? RunState.read(job.folder(), Math.toIntExact(job.network().parameterCount()))
                : start();
        lossSum = state.lossSum();
        right = state.right();
        try (StepMachine machine = machine(state);
                Recorder recorder = Recorder.open(job, settings, train.labels(), begun ? state : null)) {
            if (begun) {
                log.continueAt(state.optimizer().steps());
                log.reports().forEach(listener::epoch);
            } else {
                begin(machine, recorder);
            }
            return train(machine, recorder, state.optimizer().steps());
        }
    }

    private RunState start() {
        float[] row = ParameterGroup.join(
                ParameterGroup.ofParameters(job.network()), job.network().parameters());
        float[] buffers = ParameterGroup.join(
                ParameterGroup.ofBuffers(job.network()), job.network().buffers());
        return new RunState(
                OptimizerState.Values.start(settings.optimizer(), row), Tensor.of(buffers, buffers.length), 0, 0, 0);
    }

    private StepMachine machine(RunState state) {
        return new StepMachine(
                job.engine(),
                job.network(),
                settings.optimizer(),
                settings.batchNorm(),
                state.optimizer(),
                state.buffers().toFloat64().doubles());
    }

    private void begin(StepMachine machine, Recorder recorder) {
        NetworkFiles.write(job.folder(), job.network());
        report(machine, 0, 0, Double.NaN, Double.NaN);
        recorder.state(0, machine);
        commit(machine, recorder);
    }

    private List<EpochReport> train(StepMachine machine, Recorder recorder, int from) {
        progress.stage("Training");
        int done = from;
        try {
            int[] order = new int[0];
            for (int step = from; step < steps; step++) {
                progress.checkCancelled();
                int epoch = step / stepsPerEpoch;
                if (order.length == 0 || step % stepsPerEpoch == 0) {
                    order = random.order(train.size(), epoch);
                }
                step(machine, recorder, step, epoch, order);
                done = step + 1;
                if (done % stepsPerEpoch == 0) {
                    endEpoch(machine, recorder, epoch, done);
                } else if (System.nanoTime() - lastCommit > COMMIT_NANOS) {
                    commit(machine, recorder);
                }
            }
            NetworkFiles.write(job.folder(), machine.network());
            return log.reports();
        } catch (CancelledException cancelled) {
            // The state is that after the last whole step: nothing is lost.
            commit(machine, recorder);
            NetworkFiles.write(job.folder(), machine.network());
            throw cancelled;
        }
    }

    private void step(StepMachine machine, Recorder recorder, int step, int epoch, int[] order) {
        int start = step % stepsPerEpoch * settings.batchSize();
        int[] batch = Arrays.copyOfRange(order, start, Math.min(train.size(), start + settings.batchSize()));
        int[] choices = settings.augmentation().active() ? random.changes(epoch, start, batch.length) : new int[0];
        Tensor images = train.batch(batch);
        if (choices.length > 0) {
            images = settings.augmentation().apply(images.toFloat32(), choices);
        }
        int[] labels = Arrays.stream(batch).map(train::label).toArray();
        double rate = settings.learningRate() * settings.schedule().factor(step, steps);
        StepMachine.Measure measure = machine.step(images, labels, rate);
        if (!Double.isFinite(measure.loss())) {
            throw new WorkFailedException("The loss is no number any more at step " + step + " (learning rate " + rate
                    + "); train again into another folder with a lower learning rate.");
        }
        lossSum += measure.loss() * batch.length;
        right += measure.right();
        double accuracy = (double) measure.right() / batch.length;
        recorder.step(batch, choices, rate, measure.loss(), accuracy);
        if (settings.interval().keeps(step + 1, steps, stepsPerEpoch)) {
            recorder.state(step + 1, machine);
        }
        progress.update(step + 1L, steps, "steps");
        listener.step(new StepReport(step, steps, rate, measure.loss(), accuracy));
    }

    private void endEpoch(StepMachine machine, Recorder recorder, int epoch, int done) {
        double loss = lossSum / train.size();
        double accuracy = (double) right / train.size();
        lossSum = 0;
        right = 0;
        report(machine, epoch + 1, done, loss, accuracy);
        commit(machine, recorder);
    }

    private void report(StepMachine machine, int epoch, int done, double loss, double accuracy) {
        // A cancel is felt at the next step; measuring must not leave an epoch without its line.
        StepMachine.Measure measure = test == null ? null : machine.evaluate(test, Progress.none());
        EpochReport report = new EpochReport(
                epoch,
                done,
                settings.learningRate() * settings.schedule().factor(Math.max(0, done - 1), steps),
                loss,
                accuracy,
                measure == null ? Double.NaN : measure.loss(),
                measure == null || test == null ? Double.NaN : (double) measure.right() / test.size());
        log.add(report);
        listener.epoch(report);
        progress.note(words(report));
    }

    /** Short, because it stands beside the progress bar. */
    private static String words(EpochReport report) {
        double accuracy = Double.isNaN(report.testAccuracy()) ? report.trainAccuracy() : report.testAccuracy();
        return "epoch " + report.epoch()
                + (Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, ", %.1f %% right", 100 * accuracy));
    }

    /** First what is recorded, then what says where to go on: a kill in between only repeats some steps. */
    private void commit(StepMachine machine, Recorder recorder) {
        recorder.commit();
        double[] buffers = machine.buffers();
        new RunState(machine.values(), Tensor.of(buffers, buffers.length), recorder.states(), lossSum, right)
                .write(job.folder());
        lastCommit = System.nanoTime();
    }
}

package dev.whence.engine.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.history.HistoryForecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

    private static final Shape SHAPE = Shape.of(1, 16, 16);
    private static final int IMAGES = 50;

    private static ExecutionEngine engine;

    @TempDir
    Path root;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(ExecutionSettings.defaults());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void itLearns() {
        List<EpochReport> log =
                Trainer.run(job("a", "adamw", BatchNormMode.ABSENT), TrainingListener.none(), Progress.none());
        assertEquals(4, log.size());
        assertTrue(log.get(3).trainLoss() < 0.7 * log.get(1).trainLoss(), log.toString());
        assertTrue(log.get(3).testAccuracy() > 0.8, log.toString());
        assertEquals(log, TrainingLog.read(root.resolve("a/log.csv")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "adam", "adamw"})
    void aRunThatWasCancelledEndsInTheSameBytes(String optimizer) throws IOException {
        Trainer.run(job("straight", optimizer, BatchNormMode.ABSENT), TrainingListener.none(), Progress.none());
        TrainingJob job = job("stopped", optimizer, BatchNormMode.ABSENT);
        assertThrows(CancelledException.class, () -> Trainer.run(job, TrainingListener.none(), new CancelAt(8)));
        try (HistoryFolder history = HistoryFolder.open(job.history())) {
            history.verify(Progress.none());
            assertEquals(8, history.steps());
            assertEquals(9, history.states().length);
        }
        Trainer.run(job, TrainingListener.none(), Progress.none());
        requireSameFiles(root.resolve("straight"), root.resolve("stopped"));
    }

    @Test
    void aRunThatWasKilledEndsInTheSameBytes() throws IOException {
        Trainer.run(job("straight", "adamw", BatchNormMode.BATCH), TrainingListener.none(), Progress.none());
        TrainingJob job = job("killed", "adamw", BatchNormMode.BATCH);
        // An error that nobody expects leaves the folder as a kill would: with bytes after the last commit.
        assertThrows(IllegalStateException.class, () -> Trainer.run(job, new FailAt(8), Progress.none()));
        try (HistoryFolder history = HistoryFolder.open(job.history())) {
            assertEquals(7, history.steps());
        }
        Trainer.run(job, TrainingListener.none(), Progress.none());
        requireSameFiles(root.resolve("straight"), root.resolve("killed"));
    }

    @Test
    void whatIsDamagedIsNotContinued() throws IOException {
        TrainingJob job = job("damaged", "adamw", BatchNormMode.ABSENT);
        assertThrows(CancelledException.class, () -> Trainer.run(job, TrainingListener.none(), new CancelAt(8)));
        for (String name : List.of("resume.npz", "history/steps.bin", "history/labels.i32")) {
            Path file = root.resolve("damaged").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            byte[] altered = whole.clone();
            altered[whole.length / 2] ^= 4;
            Files.write(file, altered);
            BadInputException refusal = assertThrows(
                    BadInputException.class, () -> Trainer.run(job, TrainingListener.none(), Progress.none()));
            assertTrue(refusal.sentence().contains(file.getFileName().toString()), refusal.sentence());
            Files.write(file, whole);
        }
        Trainer.run(job, TrainingListener.none(), Progress.none());
        Trainer.run(job("straight", "adamw", BatchNormMode.ABSENT), TrainingListener.none(), Progress.none());
        requireSameFiles(root.resolve("straight"), root.resolve("damaged"));
    }

    @Test
    void theHistoryTellsHowEveryStepCame() {
        TrainingJob job = job("a", "sgd", BatchNormMode.ABSENT);
        Trainer.run(job, TrainingListener.none(), Progress.none());
        try (HistoryFolder history = HistoryFolder.open(job.history())) {
            assertEquals(21, history.steps());
            assertEquals(2, history.batch(6).length);
            int[] epoch = Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6})
                    .flatMap(step -> Arrays.stream(history.batch(step)))
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, IMAGES).toArray(), epoch);
            Network network = job.network();
            Network before = network.withParameters(ParameterGroup.split(history.groups(), history.parameters(9)));
            Tensor images = job.settings()
                    .augmentation()
                    .apply(job.train().batch(history.batch(9)), history.augmentationChoices(9));
            try (NetworkRunner runner = engine.load(before)) {
                Tensor logits = runner.forward(images);
                assertEquals(history.loss(9), loss(logits, history.batch(9), history.labels()), 1e-5);
            }
            int wrong = 0;
            for (int i = 0; i < IMAGES; i++) {
                wrong += history.labels()[i] == job.train().label(i) ? 0 : 1;
            }
            assertEquals(5, wrong);
        }
    }

    @Test
    void theTrainedModelIsOpenedAgain() throws IOException {
        TrainingJob job = job("a", "adamw", BatchNormMode.BATCH);
        Trainer.run(job, TrainingListener.none(), Progress.none());
        for (String name : List.of("model.safetensors", "network.json")) {
            Network opened = ModelReader.open(job.folder().resolve(name)).network(SHAPE);
            try (HistoryFolder history = HistoryFolder.open(job.history())) {
                float[] last = history.parameters(history.steps());
                assertArrayEquals(last, ParameterGroup.join(ParameterGroup.ofParameters(opened), opened.parameters()));
                assertArrayEquals(
                        history.buffers(history.steps()),
                        ParameterGroup.join(ParameterGroup.ofBuffers(opened), opened.buffers()));
            }
            assertEquals(job.network().nodes(), opened.nodes());
        }
        Files.write(
                job.folder().resolve("model.safetensors"),
                new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0},
                StandardOpenOption.APPEND);
        assertThrows(
                BadInputException.class, () -> ModelReader.open(job.folder().resolve("network.json")));
    }

    @Test
    void otherSettingsAreRefusedByName() {
        Trainer.run(job("a", "sgd", BatchNormMode.ABSENT), TrainingListener.none(), Progress.none());
        BadInputException refused = assertThrows(
                BadInputException.class,
                () -> Trainer.run(
                        job("a", "momentum", BatchNormMode.ABSENT), TrainingListener.none(), Progress.none()));
        assertTrue(refused.sentence().contains("optimizer is sgd"), refused.sentence());
    }

    @Test
    void aRateThatIsTooHighIsToldInOneSentence() {
        TrainingJob job = job("a", new Optimizer.Sgd(0), 1e9, BatchNormMode.ABSENT);
        WorkFailedException failed = assertThrows(
                WorkFailedException.class, () -> Trainer.run(job, TrainingListener.none(), Progress.none()));
        assertTrue(failed.sentence().contains("lower learning rate"), failed.sentence());
    }

    @Test
    void theForecastIsWhatIsWritten() throws IOException {
        TrainingJob job = job("a", "adamw", BatchNormMode.ABSENT);
        Trainer.run(job, TrainingListener.none(), Progress.none());
        HistoryForecast forecast = HistoryForecast.of(job.network(), job.settings(), IMAGES);
        long written = 0;
        try (Stream<Path> files = Files.list(job.history())) {
            for (Path file : files.toList()) {
                written += file.endsWith("history.json") ? 0 : Files.size(file);
            }
        }
        assertEquals(written, forecast.bytes());
        HistoryForecast tooLarge = new HistoryForecast(1, 1, Long.MAX_VALUE);
        WorkFailedException refused =
                assertThrows(WorkFailedException.class, () -> tooLarge.requireSpace(root.resolve("b")));
        assertTrue(refused.sentence().contains("has"), refused.sentence());
        assertFalse(tooLarge.fits(root.resolve("b")));
        assertTrue(forecast.fits(root.resolve("b")));
    }

    @Test
    void onlyTheSameTrainingGoesOn() {
        TrainingJob job = job("a", "adamw", BatchNormMode.ABSENT);
        assertFalse(Trainer.goesOn(job));
        Trainer.run(job, TrainingListener.none(), Progress.none());
        assertTrue(Trainer.goesOn(job));
        assertThrows(BadInputException.class, () -> Trainer.goesOn(job("a", "sgd", BatchNormMode.ABSENT)));
    }

    private TrainingJob job(String folder, String optimizer, BatchNormMode batchNorm) {
        double rate = optimizer.startsWith("adam") ? 0.01 : 0.1;
        return job(folder, OptimizerText.parse(optimizer), rate, batchNorm);
    }

    private TrainingJob job(String folder, Optimizer optimizer, double rate, BatchNormMode batchNorm) {
        Network network = batchNorm == BatchNormMode.ABSENT
                ? Architecture.TINY_CNN.build(SHAPE, 3, true, 5)
                : Architecture.RESNET9.build(SHAPE, 3, true, 5);
        TrainingSettings settings = new TrainingSettings(
                3,
                8,
                optimizer,
                rate,
                new Schedule.Cosine(),
                new Augmentation(true, 1, List.of(0.0)),
                0.1,
                batchNorm,
                TrainingSettings.Interval.parse(batchNorm == BatchNormMode.ABSENT ? "every-step" : "every:5"),
                11);
        TrainingDescription.Images source = new TrainingDescription.Images(
                root.resolve("train"), false, "", IMAGES, "hash", Preprocessing.none(), List.of("a", "b", "c"));
        Planted images = new Planted();
        LabelledInputs train = new LabelledInputs(images, images.labels());
        return new TrainingJob(network, settings, train, train, source, root.resolve(folder), engine);
    }

    private static double loss(Tensor logits, int[] batch, int[] labels) {
        double sum = 0;
        for (int i = 0; i < batch.length; i++) {
            double total = 0;
            for (int c = 0; c < 3; c++) {
                total += Math.exp(logits.get(i * 3 + c));
            }
            sum += Math.log(total) - logits.get(i * 3 + labels[batch[i]]);
        }
        return sum / batch.length;
    }

    private static void requireSameFiles(Path first, Path second) throws IOException {
        List<Path> compared = new ArrayList<>();
        try (Stream<Path> files = Files.walk(first)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(second.resolve(first.relativize(file))),
                        file.getFileName().toString());
                compared.add(file);
            }
        }
        assertTrue(compared.size() >= 11, compared.toString());
    }

    /** Three classes by where a bright bar lies, in noise. */
    private static final class Planted implements ModelInputs {

        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public Shape shape() {
            return SHAPE;
        }

        int[] labels() {
            return IntStream.range(0, IMAGES).map(i -> i % 3).toArray();
        }

        @Override
        public Tensor batch(int... indices) {
            float[] values = new float[indices.length * 256];
            for (int i = 0; i < indices.length; i++) {
                for (int at = 0; at < 256; at++) {
                    boolean bar = (at / 16 - 3) / 5 == indices[i] % 3 && at / 16 >= 3;
                    values[i * 256 + at] = (float) ((bar ? 1 : 0) + 0.2 * SplitMix.normal(indices[i], at));
                }
            }
            return Tensor.of(values, indices.length, 1, 16, 16);
        }
    }

    /** Wishes to stop after a number of steps. */
    private static final class CancelAt implements Progress {

        private final int step;
        private long done;

        CancelAt(int step) {
            this.step = step;
        }

        @Override
        public void stage(String title) {
            // Only steps count.
        }

        @Override
        public void update(long now, long total, String unit) {
            done = now;
        }

        @Override
        public void note(String text) {
            // Only steps count.
        }

        @Override
        public boolean isCancelled() {
            return done >= step;
        }
    }

    private static final class FailAt implements TrainingListener {

        private final int step;

        FailAt(int step) {
            this.step = step;
        }

        @Override
        public void step(StepReport report) {
            if (report.step() == step) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void epoch(EpochReport report) {
            // Only steps count.
        }
    }
}

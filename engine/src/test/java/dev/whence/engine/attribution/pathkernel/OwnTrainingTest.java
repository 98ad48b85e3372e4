package dev.whence.engine.attribution.pathkernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.Datasets;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.PreprocessedImages;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.zoo.Architecture;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.Schedule;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.training.run.LabelledInputs;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.training.run.TrainingJob;
import dev.whence.engine.training.run.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own trainings, recorded and explained; each test prints how far the reconstruction is from the network. */
class OwnTrainingTest {

    private static final int MODULUS = 11;

    private static ExecutionEngine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void momentumWithCoupledDecayUnequalBatchesAndAugmentation() {
        LabelledInputs images = pictures(70);
        // Three batches an epoch, the last of 6 images.
        explain(
                "tiny CNN, momentum, 60 steps",
                Architecture.TINY_CNN,
                images,
                10,
                settings(
                        20,
                        32,
                        "momentum,momentum=0.9,weight_decay=5e-3",
                        0.02,
                        new Augmentation(true, 2, List.of(0.0))),
                2,
                new SelectedInputs(images, new int[] {3, 40}));
    }

    @Test
    void adamWithCoupledDecay() {
        LabelledInputs images = pictures(60);
        explain(
                "tiny CNN, Adam, 60 steps",
                Architecture.TINY_CNN,
                images,
                10,
                settings(20, 20, "adam,weight_decay=1e-2", 2e-3, Augmentation.none()),
                2,
                new SelectedInputs(images, new int[] {3, 40}));
    }

    @Test
    @Tag("slow")
    void aSmallConvolutionalNetworkOf300Steps() {
        LabelledInputs images = pictures(480);
        explain(
                "small CNN, AdamW, 300 steps",
                Architecture.SMALL_CNN,
                images,
                10,
                settings(20, 32, "adamw,weight_decay=0.05", 1e-3, Augmentation.none()),
                1,
                new SelectedInputs(images, new int[] {3}));
    }

    @Test
    @Tag("slow")
    void additionModuloAPrime() {
        LabelledInputs sums = sums();
        explain(
                "transformer, addition modulo 11, AdamW, 150 steps",
                Architecture.MODULO_TRANSFORMER,
                sums,
                MODULUS,
                settings(150, sums.size(), "adamw,beta2=0.98,weight_decay=1", 1e-3, Augmentation.none()),
                1,
                new SelectedInputs(sums, new int[] {7}));
    }

    private static TrainingSettings settings(
            int epochs, int batch, String optimizer, double rate, Augmentation augmentation) {
        return new TrainingSettings(
                epochs,
                batch,
                OptimizerText.parse(optimizer),
                rate,
                new Schedule.Triangular(0.3),
                augmentation,
                0,
                BatchNormMode.ABSENT,
                TrainingSettings.Interval.parse("every-step"),
                7);
    }

    private void explain(
            String what,
            Architecture architecture,
            LabelledInputs train,
            int classes,
            TrainingSettings settings,
            int tests,
            ModelInputs explained) {
        Network network = architecture.build(train.shape(), classes, true, 3);
        TrainingDescription.Images source = new TrainingDescription.Images(
                folder.resolve("none"), false, "", train.size(), "", Preprocessing.none(), List.of());
        TrainingJob job = new TrainingJob(network, settings, train, null, source, folder.resolve("run"), engine);
        Trainer.run(job, TrainingListener.none(), Progress.none());
        try (HistoryFolder history = HistoryFolder.open(job.history());
                Dynamics dynamics = new PathKernel(engine, network, network.output())
                        .explain(
                                new HistoryTrajectory(history, train, 0),
                                explained,
                                ExplainedOutputs.all(tests, classes),
                                PathKernelOptions.standard(),
                                List.of(),
                                GrowingResult.at(folder.resolve("dynamics")),
                                Progress.none())) {
            int numbers = dynamics.info().outputs().size();
            double closed = 0;
            double open = 0;
            for (int j = 0; j < numbers; j++) {
                NumberCourse course = dynamics.course(j);
                closed += Math.abs(dynamics.predicted(j) - dynamics.actual(j)) / numbers;
                double missed = 0;
                for (double step : course.residual()) {
                    missed += step;
                }
                open += Math.abs(missed) / numbers;
            }
            double update = 0;
            for (double error : dynamics.course().updateError()) {
                update = Math.max(update, error);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s (%d parameters): mean |reconstruction - network| %.1e, before closing %.1e, updates off by %.1e%n",
                    what,
                    network.parameterCount(),
                    closed,
                    open,
                    update);
            assertTrue(closed <= 1e-3, what + ": " + closed);
            double byImage = 0;
            for (float contribution : dynamics.contributions(0).total()) {
                byImage += contribution;
            }
            double decay = 0;
            for (double step : dynamics.course(0).regularisationPerStep()) {
                decay += step;
            }
            double whole = dynamics.initial(0) + byImage + decay;
            assertTrue(Math.abs(whole - dynamics.actual(0)) <= 1e-3, what + ", by image: " + whole);
        }
    }

    private static LabelledInputs pictures(int count) {
        ImageDataset all = Datasets.open(GoldenTrajectory.file("attribution/idx/train-images-idx3-ubyte"), false);
        int[] chosen = IntStream.range(0, count).toArray();
        return new LabelledInputs(
                new SelectedInputs(PreprocessedImages.of(all, Preprocessing.none()), chosen),
                IntStream.of(chosen).map(all::label).toArray());
    }

    /** All pairs a >= b as the tokens a + b =, one-hot; the class is the sum modulo the prime. */
    private static LabelledInputs sums() {
        int tokens = MODULUS + 2;
        int count = MODULUS * (MODULUS + 1) / 2;
        float[] values = new float[count * 4 * tokens];
        int[] labels = new int[count];
        int at = 0;
        for (int a = 0; a < MODULUS; a++) {
            for (int b = 0; b <= a; b++) {
                int[] words = {a, MODULUS, b, MODULUS + 1};
                for (int w = 0; w < 4; w++) {
                    values[(at * 4 + w) * tokens + words[w]] = 1;
                }
                labels[at++] = (a + b) % MODULUS;
            }
        }
        Tensor all = Tensor.of(values, count, 1, 4, tokens);
        return new LabelledInputs(
                new ModelInputs() {
                    @Override
                    public int size() {
                        return count;
                    }

                    @Override
                    public Shape shape() {
                        return Shape.of(1, 4, tokens);
                    }

                    @Override
                    public Tensor batch(int... indices) {
                        return all.take(indices);
                    }
                },
                labels);
    }
}
